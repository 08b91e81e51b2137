package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** A checkpoint's tensors as arrays of DJL that have gradients, with their moments of AdamW. */
final class DjlParameters {
    private final DjlWeights weights;
    private final List<Parameter> parameters = new ArrayList<>();

    /** Reads tensors from {@code source} while a model is made; {@code manager} owns the arrays. */
    DjlParameters(TensorSource source, NDManager manager) {
        weights = new DjlWeights(source, manager);
    }

    /** A parameter and its moments. */
    private record Parameter(NDArray values, NDArray first, NDArray second) {}

    /** A linear map as GPT-2 stores it, {@code [in, out]} and {@code [out]}. */
    record Linear(NDArray weight, NDArray bias) {
        NDArray apply(NDArray x) {
            return ai.djl.nn.core.Linear.linear(x, weight.transpose(), bias).singletonOrThrow();
        }
    }

    /** A tensor as it is. */
    NDArray array(String name) {
        NDArray values = weights.array(name);
        parameters.add(new Parameter(values, values.zerosLike(), values.zerosLike()));
        values.setRequiresGradient(true);
        return values;
    }

    /** A linear map. */
    Linear linear(String name) {
        return new Linear(array(name + ".weight"), array(name + ".bias"));
    }

    /** A layer norm. */
    DjlWeights.Norm norm(String name) {
        return new DjlWeights.Norm(array(name + ".weight"), array(name + ".bias"));
    }

    /** Has what is computed from the arrays belong to {@code step} until that is closed. */
    void attachTo(NDManager step) {
        parameters.forEach(each -> {
            each.values().tempAttach(step);
            each.first().tempAttach(step);
            each.second().tempAttach(step);
        });
    }

    /**
     * Changes all parameters by AdamW as {@code torch.optim.AdamW} computes it, and zeroes their gradients. DJL's own
     * optimizers divide by another root: they add epsilon before the bias of the second moment is taken away.
     *
     * @param step number of the step, 1 for the first
     */
    void update(int step) {
        double stepSize = TrainingEngine.LEARNING_RATE / (1 - Math.pow(TrainingEngine.BETA1, step));
        double rootScale = 1 / Math.sqrt(1 - Math.pow(TrainingEngine.BETA2, step));
        for (Parameter each : parameters) {
            NDArray gradient = each.values().getGradient();
            each.first().muli(TrainingEngine.BETA1).addi(gradient.mul(1 - TrainingEngine.BETA1));
            each.second().muli(TrainingEngine.BETA2).addi(gradient.square().muli(1 - TrainingEngine.BETA2));
            NDArray divisor = each.second().sqrt().muli(rootScale).addi(TrainingEngine.EPSILON);
            if (each.values().getShape().dimension() >= 2) {
                each.values().muli(1 - TrainingEngine.LEARNING_RATE * TrainingEngine.WEIGHT_DECAY);
            }
            each.values().subi(each.first().div(divisor).muli(stepSize));
            gradient.subi(gradient);
        }
    }
}
