package org.tornadormt.bench.engine;

/**
 * Sizes of a GPT-2 with recurrent memory.
 *
 * @param name how reports call it
 * @param segmentSize tokens of a segment
 * @param numMemTokens memory vectors, which stand in front of the tokens and once more behind them
 */
public record BenchShape(String name, int numLayers, int hiddenSize, int numAttentionHeads, int vocabularySize,
        int segmentSize, int numMemTokens) {

    /** The same at another depth. */
    public BenchShape withLayers(int layers) {
        return new BenchShape(name, layers, hiddenSize, numAttentionHeads, vocabularySize, segmentSize, numMemTokens);
    }

    /** Rows of a segment. */
    public int rows() {
        return segmentSize + 2 * numMemTokens;
    }

    /** Width of the feed-forward part. */
    public int intermediateSize() {
        return 4 * hiddenSize;
    }

    /** Numbers that a checkpoint of it holds; the head is the word embedding and counts once. */
    public long parameterCount() {
        long hidden = hiddenSize;
        long embeddings = hidden * (vocabularySize + rows() + numMemTokens);
        long layer = 12 * hidden * hidden + 13 * hidden;
        return embeddings + numLayers * layer + 2 * hidden;
    }
}
