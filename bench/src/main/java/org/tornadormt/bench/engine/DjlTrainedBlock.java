package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * One block of a GPT-2 in array operations of DJL that PyTorch can go back through: {@link DjlBlock} writes over arrays
 * that autograd keeps.
 */
final class DjlTrainedBlock {
    private final int numAttentionHeads;
    private final NDArray mask;
    private final DjlWeights.Norm attentionNorm;
    private final DjlParameters.Linear queryKeyValue;
    private final DjlParameters.Linear attentionOutput;
    private final DjlWeights.Norm feedForwardNorm;
    private final DjlParameters.Linear up;
    private final DjlParameters.Linear down;

    /**
     * The block of a layer.
     *
     * @param mask see {@link DjlBlock#causalMask}
     */
    DjlTrainedBlock(DjlParameters parameters, int layer, int numAttentionHeads, NDArray mask) {
        this.numAttentionHeads = numAttentionHeads;
        this.mask = mask;
        String name = BenchCheckpoint.TRANSFORMER + "h." + layer + ".";
        attentionNorm = parameters.norm(name + "ln_1");
        queryKeyValue = parameters.linear(name + "attn.c_attn");
        attentionOutput = parameters.linear(name + "attn.c_proj");
        feedForwardNorm = parameters.norm(name + "ln_2");
        up = parameters.linear(name + "mlp.c_fc");
        down = parameters.linear(name + "mlp.c_proj");
    }

    /** The residual stream behind the block, {@code [batch, rows, hiddenSize]} as {@code x}. */
    NDArray apply(NDArray x) {
        NDArray attended = attentionOutput.apply(attention(queryKeyValue.apply(attentionNorm.apply(x)))).add(x);
        return down.apply(gelu(up.apply(feedForwardNorm.apply(attended)))).add(attended);
    }

    private NDArray attention(NDArray joined) {
        long batch = joined.getShape().get(0);
        long rows = joined.getShape().get(1);
        long hidden = joined.getShape().get(2) / 3;
        long headSize = hidden / numAttentionHeads;
        NDArray heads = joined.reshape(batch, rows, 3, numAttentionHeads, headSize).transpose(2, 0, 3, 1, 4);
        NDArray query = heads.get(0).mul(1 / Math.sqrt(headSize));
        // Nobody keeps the scores before the mask.
        NDArray scores = query.matMul(heads.get(1).swapAxes(2, 3)).addi(mask);
        return scores.softmax(-1).matMul(heads.get(2)).swapAxes(1, 2).reshape(batch, rows, hidden);
    }

    /** GELU with tanh, as {@link DjlBlock} has it. */
    private static NDArray gelu(NDArray x) {
        NDArray slope = x.square().muli(2 * DjlBlock.GELU_SLOPE * DjlBlock.GELU_CUBIC).addi(2 * DjlBlock.GELU_SLOPE);
        return Activation.sigmoid(slope.mul(x)).mul(x);
    }
}
