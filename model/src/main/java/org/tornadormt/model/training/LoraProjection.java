package org.tornadormt.model.training;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.weights.WeightMatrix;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The adapters of one projection in all layers: of rows {@code from} and on of a matrix, since key and value share one.
 * A is {@code [layers, rank, in]}, B is {@code [layers, rows, rank]}; sums are taken in double precision.
 */
final class LoraProjection {
    private final LoraOptions options;
    private final WeightMatrix matrix;
    private final FloatArray matrixGradient;
    private final int from;
    private final int rows;
    private final int in;
    private final TrainedArray a;
    private final TrainedArray b;

    /**
     * Adapters that change nothing yet: A is drawn uniformly from ±1/√in, B is zero, as class {@code LoraLayer} of peft
     * has them.
     *
     * @param matrix {@code [layers, outFeatures, in]}, its rows one behind the other
     * @param matrixGradient likewise
     * @throws ModelException if the rank is more than that of a matrix can be
     */
    LoraProjection(LoraOptions options, WeightMatrix matrix, FloatArray matrixGradient, int from, int rows,
            RandomGenerator random) {
        this.options = options;
        this.matrix = matrix;
        this.matrixGradient = matrixGradient;
        this.from = from;
        this.rows = rows;
        in = matrix.columns();
        if (options.rank() > Math.min(in, rows)) {
            throw new ModelException("LoRA adapters of rank " + options.rank() + " are more than a projection from "
                    + in + " to " + rows + " features has; ask for at most " + Math.min(in, rows));
        }
        a = zeros(matrix.layers() * options.rank() * in);
        b = zeros(matrix.layers() * rows * options.rank());
        double bound = 1 / Math.sqrt(in);
        for (int i = 0; i < a.values().getSize(); i++) {
            a.values().set(i, (float) ((2 * random.nextDouble() - 1) * bound));
        }
    }

    private static TrainedArray zeros(int size) {
        TrainedArray array = new TrainedArray(new FloatArray(size), new FloatArray(size), true, true);
        array.values().init(0f);
        array.gradient().init(0f);
        return array;
    }

    /** A and B. */
    List<TrainedArray> arrays() {
        return List.of(a, b);
    }

    /** Puts {@code W + scale · B · A} into {@code sum}, an array like that of the matrix. */
    void merge(FloatArray frozen, FloatArray sum) {
        double[] sums = new double[in];
        for (int layer = 0; layer < matrix.layers(); layer++) {
            float[] down = layerOf(a.values(), layer);
            float[] up = layerOf(b.values(), layer);
            for (int row = 0; row < rows; row++) {
                Arrays.fill(sums, 0);
                for (int k = 0; k < options.rank(); k++) {
                    double factor = up[row * options.rank() + k];
                    for (int i = 0; i < in; i++) {
                        sums[i] += factor * down[k * in + i];
                    }
                }
                float[] merged = read(frozen, place(layer, row));
                for (int i = 0; i < in; i++) {
                    merged[i] = (float) (merged[i] + options.scale() * sums[i]);
                }
                write(merged, sum, place(layer, row));
            }
        }
    }

    /** From the gradient G of the matrix those of its adapters: {@code scale · Bᵀ · G} and {@code scale · G · Aᵀ}. */
    void goBack() {
        for (int layer = 0; layer < matrix.layers(); layer++) {
            float[] down = layerOf(a.values(), layer);
            float[] up = layerOf(b.values(), layer);
            double[] downSums = new double[down.length];
            float[] upGradient = new float[up.length];
            for (int row = 0; row < rows; row++) {
                float[] gradient = read(matrixGradient, place(layer, row));
                for (int k = 0; k < options.rank(); k++) {
                    double factor = options.scale() * up[row * options.rank() + k];
                    double sum = 0;
                    for (int i = 0; i < in; i++) {
                        sum += (double) gradient[i] * down[k * in + i];
                        downSums[k * in + i] += factor * gradient[i];
                    }
                    upGradient[row * options.rank() + k] = (float) (options.scale() * sum);
                }
            }
            float[] downGradient = new float[down.length];
            for (int i = 0; i < downGradient.length; i++) {
                downGradient[i] = (float) downSums[i];
            }
            write(downGradient, a.gradient(), layer * downGradient.length);
            write(upGradient, b.gradient(), layer * upGradient.length);
        }
    }

    /** Index of the first number of a row. */
    private int place(int layer, int row) {
        return (layer * matrix.rows() + from + row) * in;
    }

    private float[] layerOf(FloatArray array, int layer) {
        float[] values = new float[array.getSize() / matrix.layers()];
        copy(array, layer * values.length, values);
        return values;
    }

    private float[] read(FloatArray array, int first) {
        float[] values = new float[in];
        copy(array, first, values);
        return values;
    }

    private static void copy(FloatArray array, int first, float[] values) {
        MemorySegment.copy(array.getSegment(), ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES, values, 0,
                values.length);
    }

    private static void write(float[] values, FloatArray array, int first) {
        MemorySegment.copy(values, 0, array.getSegment(), ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES,
                values.length);
    }
}
