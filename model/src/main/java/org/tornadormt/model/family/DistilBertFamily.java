package org.tornadormt.model.family;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.kernels.Activation;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.FeedForwardConfig;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.PositionConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.TransformerConfig.BlockOrder;
import org.tornadormt.model.family.EmbeddingNames.Positions;

/** DistilBERT with a sequence classifier: {@code transformers.DistilBertForSequenceClassification}. */
final class DistilBertFamily implements Family {
    /** It has no option for it. */
    private static final float EPSILON = 1e-12f;

    @Override
    public String modelType() {
        return "distilbert";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        int hiddenSize = config.integerOr(768, "dim", "hidden_size");
        int heads = config.integerOr(12, "n_heads", "num_attention_heads");
        int numLabels = Math.toIntExact(tensors.tensor("classifier.weight").shape().getFirst());
        return new TransformerConfig(config.integerOr(30522, "vocab_size"), hiddenSize, hiddenSize,
                config.integerOr(6, "n_layers", "num_hidden_layers"), BlockOrder.NORM_AFTER,
                PositionConfig.learned(config.integerOr(512, "max_position_embeddings")),
                AttentionConfig.ofHeads(hiddenSize, heads, AttentionMask.FULL),
                new FeedForwardConfig(config.integerOr(3072, "hidden_dim"),
                        Activations.named(config.stringOr("gelu", "activation"), "activation"), false),
                new NormConfig(NormConfig.Kind.LAYER_NORM, EPSILON, true, false),
                OutputConfig.classifier(numLabels, Activation.Kind.RELU));
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String embeddings = "distilbert.embeddings.";
        String block = "distilbert.transformer.layer.{layer}.";
        String attention = block + "attention.";
        return new ParameterNames(
                new EmbeddingNames(embeddings + "word_embeddings.weight", Optional.empty(),
                        Optional.of(new Positions(embeddings + "position_embeddings.weight", 0)), Optional.empty(),
                        Optional.of(embeddings + "LayerNorm"), OptionalInt.empty()),
                new BlockNames(block + "sa_layer_norm",
                        new BlockNames.Separate(LinearName.withBias(attention + "q_lin"),
                                LinearName.withBias(attention + "k_lin"), LinearName.withBias(attention + "v_lin")),
                        LinearName.withBias(attention + "out_lin"), block + "output_layer_norm", Optional.empty(),
                        LinearName.withBias(block + "ffn.lin1"), LinearName.withBias(block + "ffn.lin2"), false),
                new OutputNames(Optional.empty(), Optional.empty(), Optional.of(LinearName.withBias("pre_classifier")),
                        LinearName.withBias("classifier"), false));
    }

    @Override
    public Set<String> ignoredOptions() {
        // How positions were initialised, dropout in training, and what a classifier does not tie.
        return Set.of("sinusoidal_pos_embds", "qa_dropout", "seq_classif_dropout", "tie_word_embeddings",
                "tie_weights_");
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of("distilbert.embeddings.position_ids");
    }
}
