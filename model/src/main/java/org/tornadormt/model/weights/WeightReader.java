package org.tornadormt.model.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.family.LinearName;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Reads tensors of a checkpoint into kernels' arrays, checks every shape and value, and keeps account of which tensors
 * were used.
 */
final class WeightReader {

    /**
     * What a norm of the checkpoint is.
     *
     * @param size width of what it normalises
     * @param haveWeights whether the checkpoint has weights for it
     * @param haveBias whether it has a bias, of 0 if it has no weights
     */
    record Norms(int size, boolean haveWeights, boolean haveBias) {}

    private static final String LAYER = "{layer}";

    private final TensorSource tensors;
    private final Norms norms;
    private final UnaryOperator<String> storedName;
    private final Set<String> used = new HashSet<>();
    private final List<Placement> placements = new ArrayList<>();

    /**
     * A reader of {@code tensors}.
     *
     * @param storedName the name that a tensor has in the file
     */
    WeightReader(TensorSource tensors, UnaryOperator<String> storedName, Norms norms) {
        this.tensors = tensors;
        this.storedName = storedName;
        this.norms = norms;
    }

    /** Names of the tensors that were read. */
    Set<String> used() {
        return used;
    }

    /** A tensor of that shape; its values are finite. */
    Tensor tensor(String name, long... shape) {
        Tensor tensor = tensors.tensor(name);
        tensor.requireShape(shape);
        if (used.add(name)) {
            tensor.requireFinite();
        }
        return tensor;
    }

    /** A norm of {@code layers} layers called {@code name}. */
    NormWeights norm(String name, int layers) {
        int size = norms.size();
        if (!norms.haveWeights()) {
            FloatArray ones = array((long) layers * size, name);
            ones.init(1f);
            return new NormWeights(ones, norms.haveBias() ? Optional.of(zeros(layers * size)) : Optional.empty());
        }
        return new NormWeights(stackedVector(name + ".weight", layers, size),
                norms.haveBias() ? Optional.of(stackedVector(name + ".bias", layers, size)) : Optional.empty());
    }

    /** A map outside the blocks. */
    LinearWeights map(LinearName name, int inFeatures, int outFeatures) {
        return map(List.of(MapRows.all(name, outFeatures)), 1, inFeatures, false);
    }

    /**
     * A map whose outputs are those of {@code parts}, one after the other.
     *
     * @param inByOut whether the checkpoint has its weights {@code [in, out]}
     */
    LinearWeights map(List<MapRows> parts, int layers, int inFeatures, boolean inByOut) {
        String name = parts.getFirst().map().name();
        int outputs = parts.stream().mapToInt(MapRows::count).sum();
        FloatArray weight = array((long) layers * outputs * inFeatures, name);
        FloatArray bias = zeros(Math.multiplyExact(layers, outputs));
        long target = 0;
        for (int layer = 0; layer < layers; layer++) {
            for (MapRows rows : parts) {
                String prefix = at(rows.map().name(), layer);
                if (inByOut) {
                    Tensor tensor = tensor(prefix + ".weight", inFeatures, rows.outputs());
                    copyTransposed(tensor, rows, weight, target * inFeatures);
                    place(tensor, rows.from(), rows.to(), true, weight, target * inFeatures);
                } else {
                    rows(tensor(prefix + ".weight", rows.outputs(), inFeatures), rows.from(), rows.to(), weight,
                            target * inFeatures);
                }
                if (rows.map().hasBias()) {
                    rows(tensor(prefix + ".bias", rows.outputs()), rows.from(), rows.to(), bias, target);
                }
                target += rows.count();
            }
        }
        return new LinearWeights(weight, bias, inFeatures, outputs);
    }

    private FloatArray stackedVector(String name, int layers, int size) {
        FloatArray stacked = array((long) layers * size, name);
        for (int layer = 0; layer < layers; layer++) {
            rows(tensor(at(name, layer), size), 0, size, stacked, (long) layer * size);
        }
        return stacked;
    }

    /** A copy of rows {@code from} to {@code to} of a tensor. */
    FloatArray rows(Tensor tensor, int from, int to) {
        FloatArray array = array(tensor.rows(from, to).elementCount(), tensor.name());
        rows(tensor, from, to, array, 0);
        return array;
    }

    /** Where the parameters that were read are. */
    Parameters parameters() {
        return new Parameters(placements);
    }

    private void rows(Tensor tensor, int from, int to, FloatArray target, long first) {
        tensor.rows(from, to).copyFloatsTo(target.getSegment(), first);
        place(tensor, from, to, false, target, first);
    }

    private void place(Tensor tensor, int from, int to, boolean columns, FloatArray target, long first) {
        placements.add(new Placement(storedName.apply(tensor.name()), tensor.shape(), from, to, columns, target,
                Math.toIntExact(first)));
    }

    /** A vector of zeros, for a bias that the model does not have. */
    static FloatArray zeros(int size) {
        FloatArray zeros = new FloatArray(size);
        zeros.init(0f);
        return zeros;
    }

    /** Copies the columns {@code outputs} of a matrix, which become rows. */
    private static void copyTransposed(Tensor tensor, MapRows outputs, FloatArray target, long first) {
        int rows = Math.toIntExact(tensor.shape().getFirst());
        int columns = Math.toIntExact(tensor.shape().getLast());
        float[] values = new float[rows * columns];
        tensor.copyFloatsTo(MemorySegment.ofArray(values), 0);
        float[] column = new float[rows];
        for (int j = outputs.from(); j < outputs.to(); j++) {
            for (int i = 0; i < rows; i++) {
                column[i] = values[i * columns + j];
            }
            MemorySegment.copy(column, 0, target.getSegment(), ValueLayout.JAVA_FLOAT,
                    (first + (long) (j - outputs.from()) * rows) * Float.BYTES, rows);
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
