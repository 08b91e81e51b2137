package org.tornadormt.model.weights;

import java.util.List;
import org.tornadormt.kernels.StoredNumbers;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Where values of a tensor of a checkpoint are in an array of the kernels: rows {@code from} to {@code to} of it, one
 * after the other, or columns, which are rows here, of a tensor that is stored {@code [in, out]}.
 *
 * @param tensor name of the tensor in the file
 * @param shape its shape
 * @param from first row or column
 * @param to row or column behind the last one
 * @param columns whether they are columns
 * @param values where they are
 * @param first element of {@code values}, its rows one behind the other, that is the first of them
 */
public record Placement(String tensor, List<Long> shape, int from, int to, boolean columns,
        StoredNumbers values, int first) {

    /** The same place in another array. */
    Placement in(StoredNumbers other) {
        return new Placement(tensor, shape, from, to, columns, other, first);
    }

    /**
     * The array of values that are trained.
     *
     * @throws IllegalStateException if they have 16 bits
     */
    public FloatArray array() {
        return values.float32();
    }

    /** Copies the values that {@code source}, an array like {@link #array}, has for the tensor. */
    void copy(FloatArray source, float[] tensorValues) {
        int width = shape.size() < 2 ? 1 : Math.toIntExact(shape.getLast());
        if (!columns) {
            for (int i = 0; i < (to - from) * width; i++) {
                tensorValues[from * width + i] = source.get(first + i);
            }
            return;
        }
        int height = Math.toIntExact(shape.getFirst());
        for (int column = from; column < to; column++) {
            for (int row = 0; row < height; row++) {
                tensorValues[row * width + column] = source.get(first + (column - from) * height + row);
            }
        }
    }
}
