package org.tornadormt.model.family;

import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.FeedForwardConfig;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.PositionConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.TransformerConfig.BlockOrder;

/** GPT-2 with a language-model head: {@code transformers.GPT2LMHeadModel}. */
final class Gpt2Family implements Family {

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        SupportedOptions.require(config, "scale_attn_weights", true);
        SupportedOptions.require(config, "scale_attn_by_inverse_layer_idx", false);
        SupportedOptions.require(config, "add_cross_attention", false);
        int hiddenSize = config.integerOr(768, "n_embd", "hidden_size");
        int vocabularySize = config.integerOr(50257, "vocab_size");
        int heads = config.integerOr(12, "n_head", "num_attention_heads");
        return new TransformerConfig(vocabularySize, hiddenSize, hiddenSize,
                config.integerOr(12, "n_layer", "num_hidden_layers"), BlockOrder.NORM_BEFORE,
                PositionConfig.learned(config.integerOr(1024, "n_positions", "max_position_embeddings")),
                AttentionConfig.ofHeads(hiddenSize, heads, AttentionMask.CAUSAL),
                new FeedForwardConfig(config.integerOr(4 * hiddenSize, "n_inner"),
                        Activations.named(config.stringOr("gelu_new", "activation_function"), "activation_function"),
                        false),
                new NormConfig(NormConfig.Kind.LAYER_NORM, (float) config.numberOr(1e-5, "layer_norm_epsilon"), false,
                        true),
                OutputConfig.languageModel(vocabularySize));
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String root = tensors.contains("wpe.weight") ? "" : "transformer.";
        String block = root + "h.{layer}.";
        boolean tied = config.boolOr(true, "tie_word_embeddings");
        String words = OutputNames.tiedWords(tensors, tied, root + "wte.weight", "lm_head.weight");
        return new ParameterNames(EmbeddingNames.ofPositions(words, root + "wpe.weight"),
                new BlockNames(block + "ln_1", new BlockNames.Fused(LinearName.withBias(block + "attn.c_attn")),
                        LinearName.withBias(block + "attn.c_proj"), block + "ln_2", Optional.empty(),
                        LinearName.withBias(block + "mlp.c_fc"), LinearName.withBias(block + "mlp.c_proj"), true),
                new OutputNames(Optional.of(root + "ln_f"), Optional.empty(), Optional.empty(),
                        LinearName.withoutBias("lm_head"), tied));
    }

    @Override
    public Set<String> ignoredOptions() {
        // n_ctx repeats n_positions; the summary and the order of the attention's arithmetic do not concern this head.
        return Set.of("n_ctx", "summary_type", "summary_use_proj", "summary_activation", "summary_proj_to_labels",
                "reorder_and_upcast_attn");
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of(".attn.bias", ".attn.masked_bias");
    }
}
