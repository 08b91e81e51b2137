package org.tornadormt.model.family;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.TransformerConfig.NormPlacement;

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
        return new TransformerConfig(vocabularySize, hiddenSize, config.integerOr(12, "n_layer", "num_hidden_layers"),
                config.integerOr(12, "n_head", "num_attention_heads"), config.integerOr(4 * hiddenSize, "n_inner"),
                config.integerOr(1024, "n_positions", "max_position_embeddings"),
                (float) config.numberOr(1e-5, "layer_norm_epsilon"),
                Activations.named(config.stringOr("gelu_new", "activation_function"), "activation_function"),
                NormPlacement.BEFORE, false, true, AttentionMask.CAUSAL, Head.LANGUAGE_MODEL, vocabularySize);
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String root = tensors.contains("wpe.weight") ? "" : "transformer.";
        String block = root + "h.{layer}.";
        boolean tied = config.boolOr(true, "tie_word_embeddings");
        // A file that keeps one of two tied tensors may keep either.
        boolean onlyHead = tied && !tensors.contains(root + "wte.weight") && tensors.contains("lm_head.weight");
        String wordEmbedding = onlyHead ? "lm_head.weight" : root + "wte.weight";
        return new ParameterNames(wordEmbedding, root + "wpe.weight", Optional.empty(), Optional.empty(),
                List.of(block + "attn.c_attn"), block + "attn.c_proj", block + "ln_1", block + "mlp.c_fc",
                block + "mlp.c_proj", block + "ln_2", Optional.of(root + "ln_f"), Optional.empty(), "lm_head", tied,
                false, true);
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
