package org.tornadormt.model.weights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.checkpoints.tensors.TensorType;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.StoredNumbers;
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
    /** Rows that are converted at once. */
    private static final int BLOCK = 64;

    private final TensorSource tensors;
    private final Norms norms;
    private final UnaryOperator<String> storedName;
    private final boolean keepsShort;
    private final ReadBuffer buffer = new ReadBuffer();
    private final Set<String> used = new HashSet<>();
    private final List<Placement> placements = new ArrayList<>();
    private final List<Parameters.RowInAll> rowsInAll = new ArrayList<>();

    /**
     * A reader of {@code tensors}.
     *
     * @param storedName the name that a tensor has in the file
     * @param keepsShort whether matrices of 16 bits stay as they are
     */
    WeightReader(TensorSource tensors, UnaryOperator<String> storedName, Norms norms, boolean keepsShort) {
        this.tensors = tensors;
        this.storedName = storedName;
        this.norms = norms;
        this.keepsShort = keepsShort;
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
            FloatArray ones = WeightMatrix.array(name, (long) layers * size);
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
        NumberFormat format = format(IntStream.range(0, layers).boxed()
                .flatMap(layer -> parts.stream().map(rows -> at(rows.map().name(), layer) + ".weight")));
        WeightMatrix weight = WeightMatrix.inPanels(name, format, layers, outputs, inFeatures);
        FloatArray bias = zeros(Math.multiplyExact(layers, outputs));
        int target = 0;
        for (int layer = 0; layer < layers; layer++) {
            for (MapRows rows : parts) {
                String prefix = at(rows.map().name(), layer);
                if (inByOut) {
                    columns(tensor(prefix + ".weight", inFeatures, rows.outputs()), rows.from(), rows.to(), weight,
                            target);
                } else {
                    rows(tensor(prefix + ".weight", rows.outputs(), inFeatures), rows.from(), rows.to(), weight,
                            target);
                }
                if (rows.map().hasBias()) {
                    rows(tensor(prefix + ".bias", rows.outputs()), rows.from(), rows.to(), bias, target);
                }
                target += rows.count();
            }
        }
        return new LinearWeights(weight, bias);
    }

    /** The first rows of a table that is also the weight of a map: a tied head. */
    WeightMatrix tiedTable(Tensor tensor, int rows) {
        WeightMatrix table = WeightMatrix.inPanels(tensor.name(), format(Stream.of(tensor.name())), 1, rows,
                Math.toIntExact(tensor.shape().getLast()));
        rows(tensor, 0, rows, table, 0);
        return table;
    }

    /** The first rows of a table that is only looked up. */
    WeightMatrix table(Tensor tensor, int rows) {
        int columns = Math.toIntExact(tensor.shape().getLast());
        NumberFormat format = format(Stream.of(tensor.name()));
        if (format == NumberFormat.FLOAT32) {
            return WeightMatrix.ofRows(rows(tensor, 0, rows), rows, columns);
        }
        StoredNumbers codes = StoredNumbers.zeros(format, Math.multiplyExact(rows, columns));
        ReadBuffer.copy(tensor.rows(0, rows), format, codes.segment());
        placed(tensor, 0, rows, false, codes, 0);
        return WeightMatrix.ofRows(codes, rows, columns);
    }

    /** The format of a matrix whose values these tensors have: theirs if it is the same for all and has 16 bits. */
    private NumberFormat format(Stream<String> names) {
        if (!keepsShort) {
            return NumberFormat.FLOAT32;
        }
        Set<NumberFormat> formats = names.map(name -> formatOf(tensors.describe(name).type()))
                .collect(Collectors.toSet());
        return formats.size() == 1 ? formats.iterator().next() : NumberFormat.FLOAT32;
    }

    private static NumberFormat formatOf(TensorType type) {
        return switch (type) {
            case BF16 -> NumberFormat.BFLOAT16;
            case F16 -> NumberFormat.FLOAT16;
            default -> NumberFormat.FLOAT32;
        };
    }

    private FloatArray stackedVector(String name, int layers, int size) {
        FloatArray stacked = WeightMatrix.array(name, (long) layers * size);
        for (int layer = 0; layer < layers; layer++) {
            rows(tensor(at(name, layer), size), 0, size, stacked, (long) layer * size);
        }
        return stacked;
    }

    /** A copy of rows {@code from} to {@code to} of a tensor. */
    FloatArray rows(Tensor tensor, int from, int to) {
        FloatArray array = WeightMatrix.array(tensor.name(), tensor.rows(from, to).elementCount());
        rows(tensor, from, to, array, 0);
        return array;
    }

    /** Adds the first row of a tensor to every row of an array. */
    void addFirstRow(Tensor tensor, FloatArray target) {
        int width = Math.toIntExact(tensor.shape().getLast());
        for (int i = 0; i < target.getSize(); i++) {
            target.set(i, target.get(i) + tensor.floatAt(i % width));
        }
        rowsInAll.add(new Parameters.RowInAll(storedName.apply(tensor.name()), tensor.shape(), target));
    }

    /** Where the parameters that were read are. */
    Parameters parameters() {
        return new Parameters(placements, rowsInAll);
    }

    private void rows(Tensor tensor, int from, int to, FloatArray target, long first) {
        tensor.rows(from, to).copyFloatsTo(target.getSegment(), first);
        placed(tensor, from, to, false, StoredNumbers.of(target), first);
    }

    /** Notes where values of a tensor went; they are not read from the file again. */
    private void placed(Tensor tensor, int from, int to, boolean columns, StoredNumbers target, long first) {
        placements.add(new Placement(storedName.apply(tensor.name()), tensor.shape(), from, to, columns, target,
                Math.toIntExact(first)));
        tensors.release(tensor.name());
    }

    /** Rows {@code from} to {@code to} of a tensor become rows {@code first} and following, of all layers. */
    private void rows(Tensor tensor, int from, int to, WeightMatrix target, int first) {
        NumberFormat format = target.values().format();
        for (int i = from; i < to; i += BLOCK) {
            int count = Math.min(BLOCK, to - i);
            target.setRows(first + i - from, count, buffer.read(tensor.rows(i, i + count), format));
        }
        placed(tensor, from, to, false, target.values(), (long) first * target.columns());
    }

    /** Columns {@code from} to {@code to} of a tensor become rows {@code first} and following, of all layers. */
    private void columns(Tensor tensor, int from, int to, WeightMatrix target, int first) {
        NumberFormat format = target.values().format();
        int width = Math.toIntExact(tensor.shape().getLast());
        for (int k = 0; k < target.columns(); k += BLOCK) {
            int count = Math.min(BLOCK, target.columns() - k);
            target.setColumns(first, k, count, buffer.read(tensor.rows(k, k + count), format), width, from, to);
        }
        placed(tensor, from, to, true, target.values(), (long) first * target.columns());
    }

    /** A vector of zeros, for a bias that the model does not have. */
    static FloatArray zeros(int size) {
        FloatArray zeros = new FloatArray(size);
        zeros.init(0f);
        return zeros;
    }

    private static String at(String template, int layer) {
        return template.replace(LAYER, Integer.toString(layer));
    }
}
