package org.tornadormt.model.weights;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tornadormt.kernels.StoredNumbers;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * Arrays of 32 bits that take the place of those of a model, one for each, so that what was shared stays shared. Rows of
 * matrices lie one behind the other.
 */
final class TrainedCopies {
    private final UnaryOperator<FloatArray> copy;
    private final Map<TornadoNativeArray, FloatArray> copies = new IdentityHashMap<>();

    /**
     * Nothing yet.
     *
     * @param copy makes the array that takes the place of one; called once for each
     */
    TrainedCopies(UnaryOperator<FloatArray> copy) {
        this.copy = copy;
    }

    FloatArray vector(FloatArray vector) {
        return copies.computeIfAbsent(vector, _ -> copy.apply(vector));
    }

    WeightMatrix matrix(WeightMatrix matrix) {
        return WeightMatrix.ofRows(copies.computeIfAbsent(matrix.values().array(), _ -> copy.apply(matrix.inRows())),
                matrix.rows(), matrix.columns());
    }

    /** The same place in the array that took the place of its own, which was copied before. */
    Placement placement(Placement placement) {
        return placement.in(StoredNumbers.of(copies.get(placement.values().array())));
    }
}
