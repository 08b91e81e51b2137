package org.tornadormt.model.weights;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tornadormt.checkpoints.tensors.Tensor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The parameters of a model, by their names in the checkpoint: which arrays of the kernels hold them, and back. What has
 * no name there, such as the bias of a map that has none, is no parameter.
 *
 * @param placements where each came from
 * @param rowsInAll rows that were added to every row of an array, such as the vector of token type 0
 */
public record Parameters(List<Placement> placements, List<RowInAll> rowsInAll) {

    /**
     * Row 0 of a tensor, which every row of an array contains; so its gradient is the sum of those of the rows.
     *
     * @param tensor name of the tensor in the file
     * @param shape its shape
     * @param array the array
     */
    public record RowInAll(String tensor, List<Long> shape, FloatArray array) {

        RowInAll in(TrainedCopies copies) {
            return new RowInAll(tensor, shape, copies.vector(array));
        }

        private Tensor gradient(FloatArray gradients) {
            int width = Math.toIntExact(shape.getLast());
            double[] sums = new double[width];
            for (int i = 0; i < gradients.getSize(); i++) {
                sums[i % width] += gradients.get(i);
            }
            float[] values = new float[Math.toIntExact(shape.getFirst()) * width];
            for (int i = 0; i < width; i++) {
                values[i] = (float) sums[i];
            }
            return Tensor.ofFloats(tensor, shape, values);
        }
    }

    /** The parameters of a model that did not come from a checkpoint. */
    public static final Parameters NONE = new Parameters(List.of(), List.of());

    /** Protects the list. */
    public Parameters {
        placements = List.copyOf(placements);
        rowsInAll = List.copyOf(rowsInAll);
    }

    /** The same places in the arrays that took the place of theirs. */
    Parameters in(TrainedCopies copies) {
        return new Parameters(placements.stream().map(copies::placement).toList(),
                rowsInAll.stream().map(row -> row.in(copies)).toList());
    }

    /** The arrays that hold parameters. */
    public Set<FloatArray> arrays() {
        Set<FloatArray> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        placements.forEach(placement -> arrays.add(placement.array()));
        return arrays;
    }

    /**
     * Tensors as the checkpoint has them, with values from arrays of the kernels.
     *
     * @param base values of a tensor of that placement where the model holds none: rows in front of the first position
     * @param source the array to take the values from that belong where the given array is: itself, or its gradient
     */
    public Map<String, Tensor> tensors(Function<Placement, float[]> base, Function<FloatArray, FloatArray> source) {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Placement placement : placements) {
            float[] tensorValues = values.computeIfAbsent(placement.tensor(), _ -> base.apply(placement));
            placement.copy(source.apply(placement.array()), tensorValues);
        }
        for (Placement placement : placements) {
            tensors.computeIfAbsent(placement.tensor(),
                    name -> Tensor.ofFloats(name, placement.shape(), values.get(name)));
        }
        return tensors;
    }

    /**
     * Gradients of all parameters, as tensors of the checkpoint.
     *
     * @param gradientOf the array with the gradient of an array
     */
    public Map<String, Tensor> gradients(Function<FloatArray, FloatArray> gradientOf) {
        Map<String, Tensor> tensors = tensors(Parameters::zeros, gradientOf);
        rowsInAll.forEach(row -> tensors.put(row.tensor(), row.gradient(gradientOf.apply(row.array()))));
        return tensors;
    }

    /** Zeros for a whole tensor. */
    public static float[] zeros(Placement placement) {
        long size = placement.shape().stream().reduce(1L, Math::multiplyExact);
        return new float[Math.toIntExact(size)];
    }
}
