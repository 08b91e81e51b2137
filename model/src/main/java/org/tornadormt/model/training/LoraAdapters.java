package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.weights.BlockWeights;
import org.tornadormt.model.weights.WeightMatrix;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * LoRA adapters of the four attention projections of every layer, queries, keys, values and output. The weights of a
 * {@link TrainingRunner} always are the frozen ones with the adapters merged into them, and its gradients are those of
 * the merged weights, from which the gradients of the adapters follow.
 */
final class LoraAdapters {
    private static final String FROZEN = "lora.frozen.";
    private static final String ADAPTER = "lora.adapter.";

    private final List<Matrix> matrices = new ArrayList<>();

    /** A matrix that stays as it was, and what is added to it. */
    private record Matrix(FloatArray merged, FloatArray frozen, List<LoraProjection> projections) {}

    /**
     * Adapters that change nothing yet.
     *
     * @param random draws their first values
     * @throws org.tornadormt.model.ModelException if the rank is more than that of a projection can be
     */
    LoraAdapters(TrainingRunner runner, LoraOptions options, RandomGenerator random) {
        BlockWeights blocks = runner.weights().blocks();
        add(runner, options, blocks.query().weight(), 1, random);
        add(runner, options, blocks.keyValue().weight(), 2, random);
        add(runner, options, blocks.attentionOutput().weight(), 1, random);
    }

    private void add(TrainingRunner runner, LoraOptions options, WeightMatrix matrix, int parts,
            RandomGenerator random) {
        List<LoraProjection> projections = new ArrayList<>();
        int rows = matrix.rows() / parts;
        for (int part = 0; part < parts; part++) {
            projections.add(new LoraProjection(options, matrix, runner.gradientOf(matrix.values()), part * rows, rows,
                    random));
        }
        FloatArray frozen = new FloatArray(matrix.values().getSize());
        frozen.getSegment().copyFrom(matrix.values().getSegment());
        matrices.add(new Matrix(matrix.values(), frozen, projections));
    }

    /** All adapters, A and B of each projection. */
    List<TrainedArray> arrays() {
        return matrices.stream().flatMap(matrix -> matrix.projections().stream())
                .flatMap(projection -> projection.arrays().stream()).toList();
    }

    /** Computes the gradients of the adapters from those in the runner. */
    void goBack() {
        matrices.forEach(matrix -> matrix.projections().forEach(LoraProjection::goBack));
    }

    /** Merges the adapters, as they are now, into the weights of the runner. */
    void merge() {
        matrices.forEach(matrix -> matrix.projections().forEach(projection -> projection.merge(matrix.frozen())));
    }

    /** What {@link #restore} needs: the frozen weights too, which cannot be had back from the merged ones exactly. */
    List<Tensor> state() {
        List<Tensor> state = new ArrayList<>();
        for (int i = 0; i < matrices.size(); i++) {
            state.add(tensor(FROZEN + i, matrices.get(i).frozen()));
        }
        List<TrainedArray> adapters = arrays();
        for (int i = 0; i < adapters.size(); i++) {
            state.add(tensor(ADAPTER + i, adapters.get(i).values()));
        }
        return state;
    }

    private static Tensor tensor(String name, FloatArray array) {
        return Tensor.ofFloats(name, List.of((long) array.getSize()), array.toHeapArray());
    }

    /** Goes on from a saved state; the weights of the runner are merged already. */
    void restore(TensorSource state) {
        for (int i = 0; i < matrices.size(); i++) {
            copy(state, FROZEN + i, matrices.get(i).frozen());
        }
        List<TrainedArray> adapters = arrays();
        for (int i = 0; i < adapters.size(); i++) {
            copy(state, ADAPTER + i, adapters.get(i).values());
        }
    }

    private static void copy(TensorSource state, String name, FloatArray target) {
        state.tensor(name).requireShape(target.getSize()).copyFloatsTo(target.getSegment(), 0);
    }
}
