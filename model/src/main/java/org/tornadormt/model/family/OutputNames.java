package org.tornadormt.model.family;

import java.util.Optional;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * Names of what makes logits of the last hidden states.
 *
 * @param finalNorm norm after the last block, if the family has one
 * @param projection map to the width of the embeddings, if that is another one
 * @param pooler map of the first row before a classifier
 * @param head map to the logits; its weight may be that of the words
 * @param headTied whether it is
 */
public record OutputNames(Optional<String> finalNorm, Optional<LinearName> projection, Optional<LinearName> pooler,
        LinearName head, boolean headTied) {

    /**
     * The tensor that holds the word embeddings: of two tied tensors a file may keep either.
     *
     * @param words its usual name
     * @param head the head's weight
     */
    static String tiedWords(TensorSource tensors, boolean tied, String words,
            String head) {
        return tied && !tensors.contains(words) && tensors.contains(head) ? head : words;
    }
}
