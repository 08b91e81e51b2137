package org.tornadormt.model.family;

import java.util.Optional;
import java.util.OptionalInt;
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

/** GPT-NeoX and Pythia with a language-model head: {@code transformers.GPTNeoXForCausalLM}. */
final class GptNeoXFamily implements Family {
    /** The part of a head that turns if the configuration does not say. */
    private static final double USUAL_ROTARY_PART = 0.25;

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        int vocabularySize = config.integerOr(50432, "vocab_size");
        int hiddenSize = config.integerOr(6144, "hidden_size");
        var attention = AttentionConfig.ofHeads(hiddenSize, config.integerOr(64, "num_attention_heads"),
                AttentionMask.CAUSAL);
        return new TransformerConfig(vocabularySize, hiddenSize, hiddenSize, config.integerOr(44, "num_hidden_layers"),
                config.boolOr(true, "use_parallel_residual") ? BlockOrder.PARALLEL : BlockOrder.NORM_BEFORE,
                PositionConfig.rotary(config.integerOr(2048, "max_position_embeddings"),
                        RotaryOptions.read(config, attention.headSize(), "rotary_emb_base", "rotary_pct",
                                USUAL_ROTARY_PART)),
                attention,
                new FeedForwardConfig(config.integerOr(24576, "intermediate_size"),
                        Activations.named(config.stringOr("gelu", "hidden_act"), "hidden_act"), false),
                new NormConfig(NormConfig.Kind.LAYER_NORM, (float) config.numberOr(1e-5, "layer_norm_eps"), false,
                        true),
                OutputConfig.languageModel(vocabularySize));
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String block = "gpt_neox.layers.{layer}.";
        boolean bias = config.boolOr(true, "attention_bias");
        boolean tied = config.boolOr(false, "tie_word_embeddings");
        // Transformers 5 calls it lm_head in memory, and embed_out in the files that it writes itself.
        String head = tensors.contains("lm_head.weight") ? "lm_head" : "embed_out";
        String words = OutputNames.tiedWords(tensors, tied, "gpt_neox.embed_in.weight", head + ".weight");
        return new ParameterNames(EmbeddingNames.ofWords(words, OptionalInt.empty()),
                new BlockNames(block + "input_layernorm",
                        new BlockNames.Interleaved(new LinearName(block + "attention.query_key_value", bias)),
                        new LinearName(block + "attention.dense", bias), block + "post_attention_layernorm",
                        Optional.empty(), LinearName.withBias(block + "mlp.dense_h_to_4h"),
                        LinearName.withBias(block + "mlp.dense_4h_to_h"), false),
                new OutputNames(Optional.of("gpt_neox.final_layer_norm"), Optional.empty(), Optional.empty(),
                        LinearName.withoutBias(head), tied));
    }

    @Override
    public Set<String> ignoredOptions() {
        return Set.of();
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of(".attention.bias", ".attention.masked_bias", ".attention.rotary_emb.inv_freq");
    }
}
