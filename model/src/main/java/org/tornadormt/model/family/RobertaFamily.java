package org.tornadormt.model.family;

import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.kernels.Activation;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.segment.SpecialTokenNames;

/**
 * RoBERTa with a sequence classifier: {@code transformers.RobertaForSequenceClassification}. Its positions begin behind
 * the padding's, and its tokenizer's {@code <s>} and {@code </s>} are what BERT calls [CLS] and [SEP].
 */
final class RobertaFamily implements Family {

    @Override
    public String modelType() {
        return "roberta";
    }

    @Override
    public TransformerConfig config(ModelConfig config, TensorSource tensors) {
        int numLabels = Math.toIntExact(tensors.tensor("classifier.out_proj.weight").shape().getFirst());
        int rows = config.integerOr(512, "max_position_embeddings");
        int offset = positionOffset(config);
        if (rows <= offset) {
            throw new ModelException(config.description() + ": max_position_embeddings = " + rows + " leaves no"
                    + " position behind that of the padding, pad_token_id + 1 = " + offset);
        }
        return BertEncoder.config(config, config.integerOr(50265, "vocab_size"), rows - offset,
                OutputConfig.classifier(numLabels, Activation.Kind.TANH));
    }

    @Override
    public ParameterNames names(ModelConfig config, TensorSource tensors) {
        return BertEncoder.names("roberta.", positionOffset(config),
                new OutputNames(Optional.empty(), Optional.empty(),
                        Optional.of(LinearName.withBias("classifier.dense")),
                        LinearName.withBias("classifier.out_proj"), false));
    }

    private static int positionOffset(ModelConfig config) {
        int padding = config.integerOr(1, "pad_token_id");
        if (padding < 0) {
            throw new ModelException(config.description() + ": pad_token_id = " + padding
                    + " is not supported: positions are counted from it");
        }
        return padding + 1;
    }

    @Override
    public SpecialTokenNames specialTokens() {
        return SpecialTokenNames.ROBERTA;
    }

    @Override
    public Set<String> ignoredOptions() {
        return BertEncoder.IGNORED_OPTIONS;
    }

    @Override
    public Set<String> ignoredTensors() {
        return Set.of("roberta.embeddings.position_ids");
    }
}
