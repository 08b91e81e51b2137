package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * What an array must hold when a launch has run.
 *
 * @param array the array
 * @param values the values that it must hold, computed in double precision
 * @param tolerances how far each element may be from its value; 0 where nothing is rounded
 */
public record Expected(TornadoNativeArray array, double[] values, double[] tolerances) {

    /** The array must hold these numbers exactly. */
    static Expected exactly(TornadoNativeArray array, double[] values) {
        return new Expected(array, values, new double[values.length]);
    }

    /** The array must hold these numbers, each within the error that single precision may make. */
    static Expected approximately(FloatArray array, Approximation[] values) {
        return new Expected(array, Stream.of(values).mapToDouble(Approximation::value).toArray(),
                Stream.of(values).mapToDouble(Approximation::error).toArray());
    }

    /** The content of an array, as numbers to compute with. */
    static double[] contentOf(TornadoNativeArray array) {
        return switch (array) {
            case FloatArray floats -> IntStream.range(0, floats.getSize()).mapToDouble(floats::get).toArray();
            case IntArray ints -> IntStream.range(0, ints.getSize()).mapToDouble(ints::get).toArray();
            default -> throw new IllegalArgumentException("no numbers in a " + array.getClass().getSimpleName());
        };
    }

    /** Fails with the first and the worst element that is wrong; {@code where} names the array. */
    public void check(String where) {
        double[] actual = contentOf(array);
        assertThat(actual).as("%s: elements", where).hasSameSizeAs(values);
        int[] wrong = IntStream.range(0, actual.length).filter(i -> !holds(actual[i], i)).toArray();
        assertThat(wrong).as(() -> report(where, actual, wrong)).isEmpty();
    }

    private boolean holds(double actual, int i) {
        return actual == values[i] || Double.isNaN(actual) && Double.isNaN(values[i])
                || Math.abs(actual - values[i]) <= tolerances[i];
    }

    private String report(String where, double[] actual, int[] wrong) {
        if (wrong.length == 0) {
            return where;
        }
        DoubleStream errors = Arrays.stream(wrong).mapToDouble(i -> Math.abs(actual[i] - values[i]));
        int first = wrong[0];
        return "%s: %d of %d elements are wrong, by up to %g; element %d is %g instead of %g ± %g".formatted(where,
                wrong.length, actual.length, errors.max().orElse(0), first, actual[first], values[first],
                tolerances[first]);
    }
}
