package org.tornadormt.checkpoints.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * What the metadata of a GGUF file says of a Llama. A setting of the architecture that is not known may change the
 * numbers, so it is refused; all others are names, origins and the tokenizer.
 */
final class LlamaMetadata {
    private static final String ARCHITECTURE = "general.architecture";
    private static final String LLAMA = "llama";
    private static final double USUAL_BASE = 10_000;

    private final GgufFile file;
    private final Map<String, Object> metadata;
    private final Set<String> read = new HashSet<>();
    private final ObjectNode config;
    private final int headSize;

    LlamaMetadata(GgufFile file) {
        this.file = file;
        metadata = file.metadata();
        if (!LLAMA.equals(metadata.get(ARCHITECTURE))) {
            throw problem("%s is %s; only %s is read from GGUF".formatted(ARCHITECTURE, metadata.get(ARCHITECTURE),
                    LLAMA));
        }
        int hiddenSize = integer("embedding_length");
        int heads = integer("attention.head_count");
        headSize = integerOr(hiddenSize / Math.max(1, heads), "attention.key_length");
        if (headSize < 2 || headSize % 2 != 0) {
            throw problem("heads of %d values cannot turn in pairs".formatted(headSize));
        }
        config = read(hiddenSize, heads);
        requireAllRead();
    }

    /** The options of {@code config.json} for the same model. */
    ObjectNode config() {
        return config.deepCopy();
    }

    /** Width of a head. */
    int headSize() {
        return headSize;
    }

    private ObjectNode read(int hiddenSize, int heads) {
        requireSame("attention.value_length", headSize);
        requireSame("rope.dimension_count", headSize);
        requireSame("expert_count", 0);
        requireSame("expert_used_count", 0);
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("model_type", LLAMA).put("hidden_size", hiddenSize).put("num_attention_heads", heads)
                .put("head_dim", headSize).put("num_key_value_heads", integerOr(heads, "attention.head_count_kv"))
                .put("num_hidden_layers", integer("block_count"))
                .put("intermediate_size", integer("feed_forward_length"))
                .put("max_position_embeddings", integer("context_length"))
                .put("rms_norm_eps", number("attention.layer_norm_rms_epsilon"))
                .put("vocab_size", vocabularySize())
                .put("attention_bias", file.contains("blk.0.attn_q.bias"))
                .put("mlp_bias", file.contains("blk.0.ffn_up.bias"))
                .put("tie_word_embeddings", !file.contains("output.weight"));
        options.set("rope_parameters", rotary());
        return options;
    }

    private ObjectNode rotary() {
        ObjectNode rotary = JsonNodeFactory.instance.objectNode();
        rotary.put("rope_theta", has("rope.freq_base") ? number("rope.freq_base") : USUAL_BASE);
        String type = has("rope.scaling.type") ? String.valueOf(value("rope.scaling.type")) : "none";
        switch (type) {
            case "none" -> rotary.put("rope_type", "default");
            case "linear" -> rotary.put("rope_type", type).put("factor", number("rope.scaling.factor"));
            default -> throw problem("llama.rope.scaling.type %s is not read from GGUF; take the model's safetensors"
                    .formatted(type));
        }
        return rotary;
    }

    private int vocabularySize() {
        Tensor words = file.tensor("token_embd.weight");
        long rows = words.shape().isEmpty() ? 0 : words.shape().getFirst();
        if (rows < 1 || rows > Integer.MAX_VALUE) {
            throw problem("tensor %s has shape %s, not [vocabulary, hidden]".formatted(words.name(), words.shape()));
        }
        requireSame("vocab_size", (int) rows);
        return (int) rows;
    }

    private void requireSame(String name, int expected) {
        int found = integerOr(expected, name);
        if (found != expected) {
            throw problem("llama.%s is %d; only %d is supported with the other settings".formatted(name, found,
                    expected));
        }
    }

    private boolean has(String name) {
        return metadata.containsKey(LLAMA + "." + name);
    }

    private Object value(String name) {
        String key = LLAMA + "." + name;
        read.add(key);
        Object value = metadata.get(key);
        if (value == null) {
            throw problem("has no setting %s".formatted(key));
        }
        return value;
    }

    private int integer(String name) {
        if (value(name) instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw problem("llama.%s is %s, not a whole number of 32 bits".formatted(name, value(name)));
    }

    private int integerOr(int fallback, String name) {
        return has(name) ? integer(name) : fallback;
    }

    /** A number as it was meant: 1e-5 of 32 bits is not 1e-5 of 64. */
    private double number(String name) {
        if (value(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return Double.parseDouble(number.toString());
        }
        throw problem("llama.%s is %s, not a number".formatted(name, value(name)));
    }

    private void requireAllRead() {
        Set<String> unknown = new TreeSet<>(metadata.keySet());
        unknown.removeIf(key -> !key.startsWith(LLAMA + ".") || read.contains(key));
        if (!unknown.isEmpty()) {
            throw problem("unknown setting %s = %s; it may change the numbers".formatted(unknown.iterator().next(),
                    metadata.get(unknown.iterator().next())));
        }
    }

    private CheckpointException problem(String what) {
        return new CheckpointException("%s: %s".formatted(file.description(), what));
    }
}
