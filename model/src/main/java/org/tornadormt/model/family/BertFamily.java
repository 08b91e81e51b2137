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

/** BERT with a sequence classifier: {@code transformers.BertForSequenceClassification}. */
final class BertFamily implements Family {

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        SupportedOptions.require(config, "position_embedding_type", "absolute");
        SupportedOptions.require(config, "is_decoder", false);
        SupportedOptions.require(config, "add_cross_attention", false);
        int numLabels = Math.toIntExact(tensors.tensor("classifier.weight").shape().getFirst());
        return new TransformerConfig(config.integerOr(30522, "vocab_size"), config.integerOr(768, "hidden_size"),
                config.integerOr(12, "num_hidden_layers"), config.integerOr(12, "num_attention_heads"),
                config.integerOr(3072, "intermediate_size"), config.integerOr(512, "max_position_embeddings"),
                (float) config.numberOr(1e-12, "layer_norm_eps"),
                Activations.named(config.stringOr("gelu", "hidden_act"), "hidden_act"), NormPlacement.AFTER, true,
                false, AttentionMask.FULL, Head.CLASSIFIER, numLabels);
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        String block = "bert.encoder.layer.{layer}.";
        String attention = block + "attention.self.";
        return new ParameterNames("bert.embeddings.word_embeddings.weight",
                "bert.embeddings.position_embeddings.weight",
                Optional.of("bert.embeddings.token_type_embeddings.weight"), Optional.of("bert.embeddings.LayerNorm"),
                List.of(attention + "query", attention + "key", attention + "value"),
                block + "attention.output.dense", block + "attention.output.LayerNorm", block + "intermediate.dense",
                block + "output.dense", block + "output.LayerNorm", Optional.empty(), Optional.of("bert.pooler.dense"),
                "classifier", false, true, false);
    }

    @Override
    public Set<String> ignoredOptions() {
        // All tokens have type 0, so the number of types does not matter; a classifier ties no weights.
        return Set.of("type_vocab_size", "tie_word_embeddings", "directionality", "pooler_fc_size",
                "pooler_num_attention_heads", "pooler_num_fc_layers", "pooler_size_per_head", "pooler_type");
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of("bert.embeddings.position_ids");
    }
}
