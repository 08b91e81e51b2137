package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;

/** One block of a GPT-2 in array operations of DJL, in place where DJL can. */
final class DjlBlock {
    static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);
    static final double GELU_CUBIC = 0.044715;

    private final int numAttentionHeads;
    private final NDArray mask;
    private final DjlWeights.Norm attentionNorm;
    private final DjlWeights.Linear queryKeyValue;
    private final DjlWeights.Linear attentionOutput;
    private final DjlWeights.Norm feedForwardNorm;
    private final DjlWeights.Linear up;
    private final DjlWeights.Linear down;

    /**
     * The block of a layer.
     *
     * @param mask see {@link #causalMask}
     */
    DjlBlock(DjlWeights weights, int layer, int numAttentionHeads, NDArray mask) {
        this.numAttentionHeads = numAttentionHeads;
        this.mask = mask;
        String name = BenchCheckpoint.TRANSFORMER + "h." + layer + ".";
        attentionNorm = weights.norm(name + "ln_1");
        queryKeyValue = weights.linear(name + "attn.c_attn");
        attentionOutput = weights.linear(name + "attn.c_proj");
        feedForwardNorm = weights.norm(name + "ln_2");
        up = weights.linear(name + "mlp.c_fc");
        down = weights.linear(name + "mlp.c_proj");
    }

    /** What is added to the scores {@code [rows, rows]}: 0 where a row may look, minus infinity to its right. */
    static NDArray causalMask(NDManager manager, int rows) {
        float[] values = new float[rows * rows];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(values, row * rows + row + 1, (row + 1) * rows, Float.NEGATIVE_INFINITY);
        }
        return manager.create(values, new Shape(rows, rows));
    }

    /** Runs the block on the residual stream {@code [batch, rows, hiddenSize]}, in place. */
    void addTo(NDArray x) {
        try (NDManager layer = x.getManager().newSubManager()) {
            // Results go to the manager of the first operand: they are freed with the layer's.
            x.tempAttach(layer);
            x.addi(attentionOutput.apply(attention(queryKeyValue.apply(attentionNorm.apply(x)))));
            x.addi(down.apply(gelu(up.apply(feedForwardNorm.apply(x)))));
        }
    }

    private NDArray attention(NDArray joined) {
        long batch = joined.getShape().get(0);
        long rows = joined.getShape().get(1);
        long hidden = joined.getShape().get(2) / 3;
        long headSize = hidden / numAttentionHeads;
        NDArray heads = joined.reshape(batch, rows, 3, numAttentionHeads, headSize).transpose(2, 0, 3, 1, 4);
        NDArray query = heads.get(0).muli(1 / Math.sqrt(headSize));
        NDArray scores = query.matMul(heads.get(1).swapAxes(2, 3)).addi(mask);
        return scores.softmax(-1).matMul(heads.get(2)).swapAxes(1, 2).reshape(batch, rows, hidden);
    }

    /**
     * GELU with tanh, which DJL does not have. With {@code (1 + tanh(z)) / 2 = sigmoid(2z)} it needs the fewest passes:
     * {@code x · sigmoid(2 √(2/π) (x + 0.044715 x³))}.
     */
    private static NDArray gelu(NDArray x) {
        NDArray z = x.square().muli(2 * GELU_SLOPE * GELU_CUBIC).addi(2 * GELU_SLOPE).muli(x);
        return Activation.sigmoid(z).muli(x);
    }
}
