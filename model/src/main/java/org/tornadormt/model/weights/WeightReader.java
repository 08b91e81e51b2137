package org.tornadormt.model.weights;

import java.lang.foreign.MemorySegment;
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
        return new NormWeights(stackedVector(List.of(name), ".weight", layers, hiddenSize),
                stackedVector(List.of(name), ".bias", layers, hiddenSize));
    }

    /** A map of the blocks; several names give maps whose outputs follow each other. */
    LinearWeights blockMap(List<String> names, int layers, int inFeatures, int outFeatures) {
        return map(names, layers, inFeatures, outFeatures, inByOut);
    }

    /** A map outside the blocks, always stored {@code [out, in]}. */
    LinearWeights map(String name, int inFeatures, int outFeatures) {
        return map(List.of(name), 1, inFeatures, outFeatures, false);
    }

    private LinearWeights map(List<String> names, int layers, int inFeatures, int outFeatures, boolean transposed) {
        int part = outFeatures / names.size();
        FloatArray weight = array((long) layers * outFeatures * inFeatures, names.getFirst());
        for (int layer = 0; layer < layers; layer++) {
            for (int n = 0; n < names.size(); n++) {
                String name = at(names.get(n), layer) + ".weight";
                long first = ((long) layer * outFeatures + (long) n * part) * inFeatures;
                if (transposed) {
                    copyTransposed(tensor(name, inFeatures, part), weight, (int) first, inFeatures, part);
                } else {
                    copy(tensor(name, part, inFeatures), weight, first);
                }
            }
        }
        return new LinearWeights(weight, stackedVector(names, ".bias", layers, part), inFeatures, outFeatures);
    }

    private FloatArray stackedVector(List<String> names, String suffix, int layers, int size) {
        FloatArray stacked = array((long) layers * names.size() * size, names.getFirst());
        long first = 0;
        for (int layer = 0; layer < layers; layer++) {
            for (String name : names) {
                copy(tensor(at(name, layer) + suffix, size), stacked, first);
                first += size;
            }
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

    private static void copyTransposed(Tensor tensor, FloatArray target, int first, int rows, int columns) {
        float[] values = new float[rows * columns];
        tensor.copyFloatsTo(MemorySegment.ofArray(values), 0);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                target.set(first + column * rows + row, values[row * columns + column]);
            }
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
