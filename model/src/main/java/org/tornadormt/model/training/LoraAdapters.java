package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.program.Launch;
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

    private static final String FETCH = "fetchAdaptedGradients";
    private static final String MERGE = "mergeAdapters";

    private final TrainingRunner runner;
    private final List<Matrix> matrices = new ArrayList<>();

    /** A matrix that stays as it was, what is added to it, and the sum on its way to the runner. */
    private record Matrix(FloatArray mergedIn, FloatArray frozen, List<LoraProjection> projections) {}

    /**
     * Adapters that change nothing yet.
     *
     * @param random draws their first values
     * @throws org.tornadormt.model.ModelException if the rank is more than that of a projection can be
     */
    LoraAdapters(TrainingRunner runner, LoraOptions options, RandomGenerator random) {
        this.runner = runner;
        BlockWeights blocks = runner.weights().blocks();
        List<WeightMatrix> adapted = List.of(blocks.query().weight(), blocks.keyValue().weight(),
                blocks.attentionOutput().weight());
        add(options, adapted.get(0), 1, random);
        add(options, adapted.get(1), 2, random);
        add(options, adapted.get(2), 1, random);
        List<Launch> merges = new ArrayList<>();
        for (int i = 0; i < adapted.size(); i++) {
            merges.add(CopyArray.launch(matrices.get(i).mergedIn(), adapted.get(i).values().float32()));
        }
        runner.record(builder -> builder.stage(MERGE, merges)
                .inputs(matrices.stream().map(Matrix::mergedIn).toArray(FloatArray[]::new))
                .fetch(FETCH, adapted.stream().map(matrix -> runner.gradientOf(matrix.values().float32())).toList()));
    }

    private void add(LoraOptions options, WeightMatrix matrix, int parts, RandomGenerator random) {
        FloatArray weights = matrix.values().float32();
        List<LoraProjection> projections = new ArrayList<>();
        int rows = matrix.rows() / parts;
        for (int part = 0; part < parts; part++) {
            projections.add(new LoraProjection(options, matrix, runner.gradientOf(weights), part * rows, rows,
                    random));
        }
        FloatArray frozen = new FloatArray(weights.getSize());
        frozen.getSegment().copyFrom(weights.getSegment());
        matrices.add(new Matrix(new FloatArray(frozen.getSize()), frozen, projections));
    }

    /** All adapters, A and B of each projection. */
    List<TrainedArray> arrays() {
        return matrices.stream().flatMap(matrix -> matrix.projections().stream())
                .flatMap(projection -> projection.arrays().stream()).toList();
    }

    /** Computes the gradients of the adapters from those in the runner. */
    void goBack() {
        runner.run(FETCH);
        matrices.forEach(matrix -> matrix.projections().forEach(LoraProjection::goBack));
    }

    /** Merges the adapters, as they are now, into the weights of the runner. */
    void merge() {
        matrices.forEach(matrix -> matrix.projections()
                .forEach(projection -> projection.merge(matrix.frozen(), matrix.mergedIn())));
        runner.run(MERGE);
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
