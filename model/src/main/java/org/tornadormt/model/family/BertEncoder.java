package org.tornadormt.model.family;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.FeedForwardConfig;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.PositionConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.TransformerConfig.BlockOrder;
import org.tornadormt.model.family.EmbeddingNames.Positions;

/** What BERT and RoBERTa have in common: the encoder, its options and the names of its tensors. */
final class BertEncoder {
    /** All tokens have type 0, so the number of types does not matter; a classifier ties no weights. */
    static final Set<String> IGNORED_OPTIONS = Set.of("type_vocab_size", "tie_word_embeddings", "directionality",
            "pooler_fc_size", "pooler_num_attention_heads", "pooler_num_fc_layers", "pooler_size_per_head",
            "pooler_type");

    private BertEncoder() {}

    static TransformerConfig config(ModelConfig config, int vocabularySize, int maxPositions, OutputConfig output) {
        SupportedOptions.require(config, "position_embedding_type", "absolute");
        SupportedOptions.require(config, "is_decoder", false);
        SupportedOptions.require(config, "add_cross_attention", false);
        int hiddenSize = config.integerOr(768, "hidden_size");
        return new TransformerConfig(vocabularySize, hiddenSize, hiddenSize, config.integerOr(12, "num_hidden_layers"),
                BlockOrder.NORM_AFTER, PositionConfig.learned(maxPositions),
                AttentionConfig.ofHeads(hiddenSize, config.integerOr(12, "num_attention_heads"), AttentionMask.FULL),
                new FeedForwardConfig(config.integerOr(3072, "intermediate_size"),
                        Activations.named(config.stringOr("gelu", "hidden_act"), "hidden_act"), false),
                new NormConfig(NormConfig.Kind.LAYER_NORM, (float) config.numberOr(1e-12, "layer_norm_eps"), true,
                        false),
                output);
    }

    /**
     * Names of the tensors.
     *
     * @param root what all names of the encoder begin with
     * @param positionOffset rows of the table of positions in front of the first one that is used
     */
    static ParameterNames names(String root, int positionOffset, OutputNames output) {
        String embeddings = root + "embeddings.";
        String block = root + "encoder.layer.{layer}.";
        String attention = block + "attention.self.";
        return new ParameterNames(
                new EmbeddingNames(embeddings + "word_embeddings.weight", Optional.empty(),
                        Optional.of(new Positions(embeddings + "position_embeddings.weight", positionOffset)),
                        Optional.of(embeddings + "token_type_embeddings.weight"),
                        Optional.of(embeddings + "LayerNorm"), OptionalInt.empty()),
                new BlockNames(block + "attention.output.LayerNorm",
                        new BlockNames.Separate(LinearName.withBias(attention + "query"),
                                LinearName.withBias(attention + "key"), LinearName.withBias(attention + "value")),
                        LinearName.withBias(block + "attention.output.dense"), block + "output.LayerNorm",
                        Optional.empty(), LinearName.withBias(block + "intermediate.dense"),
                        LinearName.withBias(block + "output.dense"), false),
                output);
    }
}
