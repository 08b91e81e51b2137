package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * A checkpoint's tensors as arrays of DJL.
 *
 * @param source of the tensors
 * @param manager owns the arrays
 */
record DjlWeights(TensorSource source, NDManager manager) {

    /** A linear map, {@code [out, in]} and {@code [out]}. */
    record Linear(NDArray weight, NDArray bias) {
        NDArray apply(NDArray x) {
            return ai.djl.nn.core.Linear.linear(x, weight, bias).singletonOrThrow();
        }
    }

    /** A layer norm, {@code [hiddenSize]} both. */
    record Norm(NDArray weight, NDArray bias) {
        NDArray apply(NDArray x) {
            return LayerNorm.layerNorm(x, weight.getShape(), weight, bias, BenchCheckpoint.LAYER_NORM_EPSILON)
                    .singletonOrThrow();
        }
    }

    /** A tensor as it is. */
    NDArray array(String name) {
        Tensor tensor = source.tensor(name);
        Shape shape = new Shape(tensor.shape().stream().mapToLong(size -> size).toArray());
        return manager.create(tensor.toFloats(), shape);
    }

    /** A linear map, which GPT-2 stores {@code [in, out]}; PyTorch takes the transposed view as it is. */
    Linear linear(String name) {
        return new Linear(array(name + ".weight").transpose(), array(name + ".bias"));
    }

    /** A layer norm. */
    Norm norm(String name) {
        return new Norm(array(name + ".weight"), array(name + ".bias"));
    }
}
