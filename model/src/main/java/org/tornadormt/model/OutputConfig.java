package org.tornadormt.model;

import java.util.Optional;
import org.tornadormt.kernels.Activation;
import org.tornadormt.model.TransformerConfig.Head;

/**
 * What is computed from the last hidden states.
 *
 * @param head the kind of it
 * @param numOutputs logits a row: the vocabulary size of a language model, the number of labels of a classifier
 * @param poolerActivation function behind the pooler of a classifier; empty of a language model
 */
public record OutputConfig(Head head, int numOutputs, Optional<Activation.Kind> poolerActivation) {

    /** Checks what no checkpoint may get wrong. */
    public OutputConfig {
        TransformerConfig.requirePositive("number of outputs", numOutputs);
    }

    /** Logits over the vocabulary. */
    public static OutputConfig languageModel(int vocabularySize) {
        TransformerConfig.requirePositive("vocabulary size", vocabularySize);
        return new OutputConfig(Head.LANGUAGE_MODEL, vocabularySize, Optional.empty());
    }

    /** Logits over labels, from the first row through a map and an activation. */
    public static OutputConfig classifier(int numLabels, Activation.Kind poolerActivation) {
        return new OutputConfig(Head.CLASSIFIER, numLabels, Optional.of(poolerActivation));
    }
}
