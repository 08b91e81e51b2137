package org.tornadormt.checkpoints.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * A Llama in a GGUF file, under the names and in the order of Transformers. llama.cpp turns neighbours of a head where
 * Transformers turns its halves, so it stores the rows of queries and keys in another order, which is undone here.
 */
public final class LlamaGguf implements TensorSource {
    private static final String HALVES = "self_attn.[qk]_proj.*";
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.([a-z_]+)\\.(weight|bias)");
    private static final Map<String, String> OUTSIDE = Map.of("token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight", "output.weight", "lm_head.weight");
    private static final Map<String, String> INSIDE = Map.of("attn_norm", "input_layernorm", "attn_q",
            "self_attn.q_proj", "attn_k", "self_attn.k_proj", "attn_v", "self_attn.v_proj", "attn_output",
            "self_attn.o_proj", "ffn_norm", "post_attention_layernorm", "ffn_gate", "mlp.gate_proj", "ffn_up",
            "mlp.up_proj", "ffn_down", "mlp.down_proj");
    private static final String ROTARY_FACTORS = "rope_freqs.weight";

    private final GgufFile file;
    private final LlamaMetadata metadata;
    private final Map<String, String> storedNames = new TreeMap<>();

    private LlamaGguf(GgufFile file) {
        this.file = file;
        metadata = new LlamaMetadata(file);
        for (String stored : file.names()) {
            storedNames.put(usualName(stored), stored);
        }
    }

    /**
     * Opens a file.
     *
     * @param path a {@code .gguf} file
     * @return the open file
     * @throws CheckpointException if it cannot be read, is not sound, holds another architecture, or tensors that are
     *                             quantised in a way that is not read here
     */
    public static LlamaGguf open(Path path) {
        GgufFile file = GgufFile.open(path);
        try {
            return new LlamaGguf(file);
        } catch (CheckpointException e) {
            file.close();
            throw e;
        }
    }

    /** @return the metadata, as {@code config.json} would have it */
    public ObjectNode config() {
        return metadata.config();
    }

    private String usualName(String stored) {
        Matcher block = BLOCK.matcher(stored);
        if (block.matches() && INSIDE.containsKey(block.group(2))) {
            return "model.layers." + block.group(1) + "." + INSIDE.get(block.group(2)) + "." + block.group(3);
        }
        if (stored.equals(ROTARY_FACTORS)) {
            throw new CheckpointException(
                    ("%s: %s scales rotary positions (Llama 3.1 and later), which is not read from "
                            + "GGUF; take the model's safetensors").formatted(file.description(), stored));
        }
        // Whatever else there is keeps its name and is refused as left over.
        return OUTSIDE.getOrDefault(stored, stored);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(storedNames.keySet());
    }

    @Override
    public Tensor tensor(String name) {
        Tensor stored = file.tensor(storedName(name));
        Tensor renamed = new Tensor(name, stored.type(), stored.shape(), stored.data(), stored.source());
        return name.matches(".*" + HALVES) ? inHalves(renamed) : renamed;
    }

    @Override
    public TensorDescription describe(String name) {
        return file.describe(storedName(name));
    }

    private String storedName(String name) {
        String storedName = storedNames.get(name);
        if (storedName == null) {
            throw missing(name);
        }
        return storedName;
    }

    /** Row {@code 2 i + p} of a head becomes row {@code p * half + i}. */
    private Tensor inHalves(Tensor tensor) {
        int headSize = metadata.headSize();
        long rows = tensor.shape().isEmpty() ? 0 : tensor.shape().getFirst();
        if (rows % headSize != 0) {
            throw new CheckpointException("%s: tensor %s has %d rows, which are no heads of %d".formatted(
                    tensor.source(), tensor.name(), rows, headSize));
        }
        long rowBytes = rows == 0 ? 0 : tensor.data().byteSize() / rows;
        MemorySegment ordered = Arena.ofAuto().allocate(tensor.data().byteSize(), Long.BYTES);
        for (long row = 0; row < rows; row++) {
            long head = row / headSize * headSize;
            long inHead = row % headSize;
            long from = head + inHead % (headSize / 2) * 2 + inHead / (headSize / 2);
            MemorySegment.copy(tensor.data(), from * rowBytes, ordered, row * rowBytes, rowBytes);
        }
        return new Tensor(tensor.name(), tensor.type(), tensor.shape(), ordered, tensor.source());
    }

    @Override
    public void release(String name) {
        if (storedNames.containsKey(name)) {
            file.release(storedNames.get(name));
        }
    }

    @Override
    public String description() {
        return file.description();
    }

    @Override
    public void close() {
        file.close();
    }
}
