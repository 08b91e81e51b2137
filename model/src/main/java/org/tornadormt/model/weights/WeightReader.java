package org.tornadormt.model.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.ModelException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Reads tensors of a checkpoint into kernels' arrays, checks every shape and value, and keeps account of which tensors
 * were used.
 */
final class WeightReader {

    /**
     * Which outputs of a map are read.
     *
     * @param ofMap outputs that it has
     * @param first the first that is read
     * @param count how many are read
     */
    record Outputs(int ofMap, int first, int count) {}

    private static final String LAYER = "{layer}";

    private final TensorSource tensors;
    private final boolean inByOut;
    private final Set<String> used = new HashSet<>();

    /**
     * A reader of {@code tensors}.
     *
     * @param inByOut whether linear maps of the blocks are stored {@code [in, out]}
     */
    WeightReader(TensorSource tensors, boolean inByOut) {
        this.tensors = tensors;
        this.inByOut = inByOut;
    }

    /** Names of the tensors that were read. */
    Set<String> used() {
        return used;
    }

    /** A tensor of that shape; its values are finite. */
    Tensor tensor(String name, long... shape) {
        used.add(name);
        Tensor tensor = tensors.tensor(name);
        tensor.requireShape(shape);
        tensor.requireFinite();
        return tensor;
    }

    /** A norm of {@code layers} layers called {@code name}. */
    NormWeights norm(String name, int layers, int hiddenSize) {
        return new NormWeights(stackedVector(name, ".weight", layers, hiddenSize),
                stackedVector(name, ".bias", layers, hiddenSize));
    }

    /** A map of the blocks. */
    LinearWeights blockMap(String name, int layers, int inFeatures, int outFeatures) {
        return map(List.of(name), layers, inFeatures, new Outputs(outFeatures, 0, outFeatures), inByOut);
    }

    /** Some outputs of a map of the blocks; several names give maps whose outputs follow each other. */
    LinearWeights blockMap(List<String> names, int layers, int inFeatures, Outputs outputs) {
        return map(names, layers, inFeatures, outputs, inByOut);
    }

    /** A map outside the blocks, always stored {@code [out, in]}. */
    LinearWeights map(String name, int inFeatures, int outFeatures) {
        return map(List.of(name), 1, inFeatures, new Outputs(outFeatures, 0, outFeatures), false);
    }

    private LinearWeights map(List<String> names, int layers, int inFeatures, Outputs outputs, boolean transposed) {
        int part = outputs.ofMap() / names.size();
        FloatArray weight = array((long) layers * outputs.count() * inFeatures, names.getFirst());
        FloatArray bias = array((long) layers * outputs.count(), names.getFirst());
        for (int layer = 0; layer < layers; layer++) {
            long target = (long) layer * outputs.count();
            for (int n = 0; n < names.size(); n++) {
                String name = at(names.get(n), layer);
                int from = Math.max(outputs.first() - n * part, 0);
                int to = Math.min(outputs.first() + outputs.count() - n * part, part);
                if (from < to) {
                    if (transposed) {
                        copyTransposed(tensor(name + ".weight", inFeatures, part), from, to, weight,
                                target * inFeatures);
                    } else {
                        copy(tensor(name + ".weight", part, inFeatures).rows(from, to), weight, target * inFeatures);
                    }
                    copy(tensor(name + ".bias", part).rows(from, to), bias, target);
                    target += to - from;
                }
            }
        }
        return new LinearWeights(weight, bias, inFeatures, outputs.count());
    }

    private FloatArray stackedVector(String name, String suffix, int layers, int size) {
        FloatArray stacked = array((long) layers * size, name);
        for (int layer = 0; layer < layers; layer++) {
            copy(tensor(at(name, layer) + suffix, size), stacked, (long) layer * size);
        }
        return stacked;
    }

    /** A copy of a whole tensor. */
    static FloatArray copyOf(Tensor tensor) {
        FloatArray array = array(tensor.elementCount(), tensor.name());
        copy(tensor, array, 0);
        return array;
    }

    private static void copy(Tensor tensor, FloatArray target, long first) {
        tensor.copyFloatsTo(target.getSegment(), first);
    }

    /** Copies columns {@code from} to {@code to} of a matrix, which become rows. */
    private static void copyTransposed(Tensor tensor, int from, int to, FloatArray target, long first) {
        int rows = Math.toIntExact(tensor.shape().getFirst());
        int columns = Math.toIntExact(tensor.shape().getLast());
        float[] values = new float[rows * columns];
        tensor.copyFloatsTo(MemorySegment.ofArray(values), 0);
        float[] column = new float[rows];
        for (int j = from; j < to; j++) {
            for (int i = 0; i < rows; i++) {
                column[i] = values[i * columns + j];
            }
            MemorySegment.copy(column, 0, target.getSegment(), ValueLayout.JAVA_FLOAT,
                    (first + (long) (j - from) * rows) * Float.BYTES, rows);
        }
    }

    private static FloatArray array(long size, String name) {
        if (size > Integer.MAX_VALUE) {
            throw new ModelException(name + ": " + size + " values of all layers together are more than one array"
                    + " holds (" + Integer.MAX_VALUE + "); choose a smaller model");
        }
        return new FloatArray((int) size);
    }

    private static String at(String template, int layer) {
        return template.replace(LAYER, Integer.toString(layer));
    }
}
