package org.tornadormt.model.family;

import java.util.List;
import java.util.Optional;

/**
 * Where a checkpoint has the parameters of each part. A name stands for {@code name.weight} and {@code name.bias};
 * {@code {layer}} stands for the number of the block.
 *
 * @param wordEmbedding tensor {@code [vocabularySize, hiddenSize]}
 * @param positionEmbedding tensor {@code [maxPositions, hiddenSize]}
 * @param tokenTypeEmbedding tensor of which row 0 is added to every row, if the family has one
 * @param embeddingNorm norm of the embeddings, if the family has one
 * @param queryKeyValue one fused map of {@code 3 * hiddenSize} outputs, or three maps
 * @param attentionOutput map of the attention's result into the residual stream
 * @param attentionNorm norm that belongs to the attention part of a block
 * @param up first map of the feed-forward part
 * @param down second map of the feed-forward part
 * @param feedForwardNorm norm that belongs to the feed-forward part of a block
 * @param finalNorm norm after the last block, if the family has one
 * @param pooler map of the first row before a classifier, if the family has one
 * @param head map to the logits; its weight may be the word embedding
 * @param headTied whether the head's weight is the word embedding
 * @param headBias whether the head has a bias
 * @param weightsInByOut whether maps of the blocks are stored {@code [in, out]} (GPT-2's Conv1D) and not {@code [out,
 *             in]}
 */
public record ParameterNames(String wordEmbedding, String positionEmbedding, Optional<String> tokenTypeEmbedding,
        Optional<String> embeddingNorm, List<String> queryKeyValue, String attentionOutput, String attentionNorm,
        String up, String down, String feedForwardNorm, Optional<String> finalNorm, Optional<String> pooler,
        String head, boolean headTied, boolean headBias, boolean weightsInByOut) {}
