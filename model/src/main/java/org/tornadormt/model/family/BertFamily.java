package org.tornadormt.model.family;

import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.kernels.Activation;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.TransformerConfig;

/** BERT with a sequence classifier: {@code transformers.BertForSequenceClassification}. */
final class BertFamily implements Family {

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        int numLabels = Math.toIntExact(tensors.tensor("classifier.weight").shape().getFirst());
        return BertEncoder.config(config, config.integerOr(30522, "vocab_size"),
                config.integerOr(512, "max_position_embeddings"),
                OutputConfig.classifier(numLabels, Activation.Kind.TANH));
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        return BertEncoder.names("bert.", 0,
                new OutputNames(Optional.empty(), Optional.empty(),
                        Optional.of(LinearName.withBias("bert.pooler.dense")),
                        LinearName.withBias("classifier"), false));
    }

    @Override
    public Set<String> ignoredOptions() {
        return BertEncoder.IGNORED_OPTIONS;
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of("bert.embeddings.position_ids");
    }
}
