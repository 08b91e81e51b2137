package org.tornadormt.model.family;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.FeedForwardConfig;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.PositionConfig;
import org.tornadormt.model.RotaryConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.TransformerConfig.BlockOrder;

/**
 * Llama and what differs from it in an option or two, with a language-model head:
 * {@code transformers.LlamaForCausalLM}, {@code MistralForCausalLM}, {@code Qwen2ForCausalLM}.
 */
final class LlamaFamily implements Family {
    private static final int USUAL_WINDOW = 4096;
    private static final int NO_PADDING = -1;

    /** Which of the relatives. */
    enum Relative {
        /** Biases are options. */
        LLAMA,
        /** No biases; attention may be limited to a sliding window. */
        MISTRAL,
        /** Queries, keys and values have biases; attention may be limited in some layers. */
        QWEN2
    }

    private final Relative relative;

    LlamaFamily(Relative relative) {
        this.relative = relative;
    }

    @Override
    public String modelType() {
        return switch (relative) {
            case LLAMA -> "llama";
            case MISTRAL -> "mistral";
            case QWEN2 -> "qwen2";
        };
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        if (relative == Relative.QWEN2) {
            SupportedOptions.require(config, "use_mrope", false);
        }
        int hiddenSize = config.integer("hidden_size");
        int vocabularySize = config.integer("vocab_size");
        int heads = config.integer("num_attention_heads");
        int headSize = config.contains("head_dim")
                ? config.integer("head_dim")
                : AttentionConfig.headSize(hiddenSize, heads);
        RotaryConfig rotary = RotaryOptions.read(config, headSize, "rope_theta", "partial_rotary_factor", 1);
        if (2 * rotary.pairs() != headSize) {
            throw new ModelException(config.description() + ": partial_rotary_factor other than 1 is not supported");
        }
        return new TransformerConfig(vocabularySize, hiddenSize, hiddenSize, config.integer("num_hidden_layers"),
                BlockOrder.NORM_BEFORE,
                PositionConfig.rotary(config.integer("max_position_embeddings"), rotary),
                new AttentionConfig(heads, config.integerOr(heads, "num_key_value_heads"), headSize,
                        AttentionMask.CAUSAL, slidingWindow(config)),
                new FeedForwardConfig(config.integer("intermediate_size"),
                        Activations.named(config.stringOr("silu", "hidden_act"), "hidden_act"), true),
                new NormConfig(NormConfig.Kind.RMS_NORM, (float) config.number("rms_norm_eps"), false, true),
                OutputConfig.languageModel(vocabularySize));
    }

    /** Null in the file is no window; an option that is not in the file is the library's default. */
    private OptionalInt slidingWindow(ModelConfig config) {
        boolean limited = switch (relative) {
            case LLAMA -> false;
            case MISTRAL -> !config.isNull("sliding_window");
            case QWEN2 -> config.boolOr(false, "use_sliding_window")
                    | config.strings("layer_types").contains("sliding_attention");
        };
        if (relative == Relative.LLAMA) {
            return OptionalInt.empty();
        }
        int window = config.integerOr(USUAL_WINDOW, "sliding_window");
        return limited ? OptionalInt.of(window) : OptionalInt.empty();
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String block = "model.layers.{layer}.";
        String attention = block + "self_attn.";
        boolean optional = relative == Relative.LLAMA && config.boolOr(false, "attention_bias");
        boolean bias = relative == Relative.QWEN2 || optional;
        boolean inside = relative == Relative.LLAMA && config.boolOr(false, "mlp_bias");
        boolean tied = config.boolOr(false, "tie_word_embeddings");
        String words = OutputNames.tiedWords(tensors, tied, "model.embed_tokens.weight", "lm_head.weight");
        return new ParameterNames(EmbeddingNames.ofWords(words, padding(config)),
                new BlockNames(block + "input_layernorm",
                        new BlockNames.Separate(new LinearName(attention + "q_proj", bias),
                                new LinearName(attention + "k_proj", bias), new LinearName(attention + "v_proj", bias)),
                        new LinearName(attention + "o_proj", optional), block + "post_attention_layernorm",
                        Optional.of(new LinearName(block + "mlp.gate_proj", inside)),
                        new LinearName(block + "mlp.up_proj", inside), new LinearName(block + "mlp.down_proj", inside),
                        false),
                new OutputNames(Optional.of("model.norm"), Optional.empty(), Optional.empty(),
                        LinearName.withoutBias("lm_head"), tied));
    }

    private static OptionalInt padding(ModelConfig config) {
        int id = config.integerOr(NO_PADDING, "pad_token_id");
        return id == NO_PADDING ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public Set<String> ignoredOptions() {
        return switch (relative) {
            // In how many pieces it was trained.
            case LLAMA -> Set.of("pretraining_tp");
            case MISTRAL -> Set.of();
            // Which layers have the window, which limits a segment as a whole here.
            case QWEN2 -> Set.of("max_window_layers");
        };
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of(".self_attn.rotary_emb.inv_freq");
    }
}
