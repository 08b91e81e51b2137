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
import org.tornadormt.model.family.EmbeddingNames.Positions;

/**
 * OPT with a language-model head: {@code transformers.OPTForCausalLM}. Where the word embeddings have another width
 * than the residual stream, memory vectors have the width of the embeddings: that is what a segment is fed with, and
 * what comes out behind the last block.
 */
final class OptFamily implements Family {
    /** It has no option for it. */
    private static final float EPSILON = 1e-5f;
    /** Rows of the table of positions that no text reaches. */
    private static final int POSITION_OFFSET = 2;

    @Override
    public String modelType() {
        return "opt";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        int vocabularySize = config.integerOr(50272, "vocab_size");
        int hiddenSize = config.integerOr(768, "hidden_size");
        return new TransformerConfig(vocabularySize, embeddingSize(config), hiddenSize,
                config.integerOr(12, "num_hidden_layers"),
                normBefore(config) ? BlockOrder.NORM_BEFORE : BlockOrder.NORM_AFTER,
                PositionConfig.learned(config.integerOr(2048, "max_position_embeddings")),
                AttentionConfig.ofHeads(hiddenSize, config.integerOr(12, "num_attention_heads"), AttentionMask.CAUSAL),
                new FeedForwardConfig(config.integerOr(3072, "ffn_dim"),
                        Activations.named(config.stringOr("relu", "activation_function"), "activation_function"),
                        false),
                new NormConfig(NormConfig.Kind.LAYER_NORM, EPSILON, false, finalNorm(config)),
                OutputConfig.languageModel(vocabularySize));
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String root = tensors.contains("decoder.embed_positions.weight") ? "decoder." : "model.decoder.";
        String block = root + "layers.{layer}.";
        String attention = block + "self_attn.";
        boolean bias = config.boolOr(true, "enable_bias");
        boolean tied = config.boolOr(true, "tie_word_embeddings");
        boolean projected = embeddingSize(config) != config.integerOr(768, "hidden_size");
        String words = OutputNames.tiedWords(tensors, tied, root + "embed_tokens.weight", "lm_head.weight");
        return new ParameterNames(
                new EmbeddingNames(words, projection(projected, root + "project_in"),
                        Optional.of(new Positions(root + "embed_positions.weight", POSITION_OFFSET)), Optional.empty(),
                        Optional.empty(), OptionalInt.of(config.integerOr(1, "pad_token_id"))),
                new BlockNames(block + "self_attn_layer_norm",
                        new BlockNames.Separate(new LinearName(attention + "q_proj", bias),
                                new LinearName(attention + "k_proj", bias), new LinearName(attention + "v_proj", bias)),
                        new LinearName(attention + "out_proj", bias), block + "final_layer_norm", Optional.empty(),
                        new LinearName(block + "fc1", bias), new LinearName(block + "fc2", bias), false),
                new OutputNames(finalNorm(config) ? Optional.of(root + "final_layer_norm") : Optional.empty(),
                        projection(projected, root + "project_out"), Optional.empty(),
                        LinearName.withoutBias("lm_head"), tied),
                config.boolOr(true, "layer_norm_elementwise_affine"));
    }

    private static Optional<LinearName> projection(boolean projected, String name) {
        return projected ? Optional.of(LinearName.withoutBias(name)) : Optional.empty();
    }

    private static int embeddingSize(ModelConfig config) {
        return config.integerOr(config.integerOr(768, "hidden_size"), "word_embed_proj_dim");
    }

    private static boolean normBefore(ModelConfig config) {
        return config.boolOr(true, "do_layer_norm_before");
    }

    /** Checkpoints that were tuned with Transformers before 4.20.1 lack it. */
    private static boolean finalNorm(ModelConfig config) {
        boolean removed = config.boolOr(false, "_remove_final_layer_norm");
        return normBefore(config) && !removed;
    }

    @Override
    public Set<String> ignoredOptions() {
        return Set.of();
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of();
    }
}
