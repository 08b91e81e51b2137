package org.tornadormt.model.weights;

import java.util.List;
import java.util.function.UnaryOperator;
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
 * @param array where they are
 * @param first element of {@code array}, its rows one behind the other, that is the first of them
 */
public record Placement(String tensor, List<Long> shape, int from, int to, boolean columns, FloatArray array,
        int first) {

    /** The same place in another array. */
    Placement in(UnaryOperator<FloatArray> other) {
        return new Placement(tensor, shape, from, to, columns, other.apply(array), first);
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
