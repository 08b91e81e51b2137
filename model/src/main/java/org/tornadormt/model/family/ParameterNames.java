package org.tornadormt.model.family;

/**
 * Where a checkpoint has the parameters of each part. {@code {layer}} in a name stands for the number of the block; a
 * norm's name stands for {@code name.weight} and, of a layer norm, {@code name.bias}.
 *
 * @param embeddings from ids to the residual stream
 * @param blocks the blocks
 * @param output from the residual stream to logits
 * @param normsHaveWeights whether norms have weights, and not only normalise
 */
public record ParameterNames(EmbeddingNames embeddings, BlockNames blocks, OutputNames output,
        boolean normsHaveWeights) {

    /** Names of a checkpoint whose norms have weights, as almost all do. */
    public ParameterNames(EmbeddingNames embeddings, BlockNames blocks, OutputNames output) {
        this(embeddings, blocks, output, true);
    }
}
