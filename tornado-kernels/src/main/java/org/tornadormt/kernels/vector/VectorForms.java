package org.tornadormt.kernels.vector;

import java.util.Optional;
import java.util.function.Supplier;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Hands out the vector form of an operation, if this JVM can run it. */
public final class VectorForms {
    private static final int CACHE_LINE = 64;
    private static final int DEVICE_LANES = 8;
    private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    static {
        // Once, where it is decided; a device that runs the definitions alone does not come here.
        System.Logger log = System.getLogger(VectorForms.class.getPackageName());
        if (AVAILABLE) {
            log.log(System.Logger.Level.INFO, "kernels on the JVM: " + Lanes.choice());
        } else {
            log.log(System.Logger.Level.WARNING, "kernels on the JVM: " + describe());
        }
    }

    private VectorForms() {}

    /** What runs, or what is missing and how to get it: for reports. */
    public static String describe() {
        return AVAILABLE
                ? Lanes.COUNT * Float.SIZE + "-bit vectors"
                : "plain loops, because this JVM was started without --add-modules jdk.incubator.vector (./rmt adds it)";
    }

    /** The width of panels that constant weights should have, so that nothing has to be packed. */
    public static int panelWidth() {
        return AVAILABLE ? Tile.WIDTH : 1;
    }

    /**
     * The number at which panels should begin: a multiple of 8, so that a device can read vectors of eight, and if there is
     * one the first at the border of a cache line, which no vector crosses then (otherwise tiles are 1 to 2 % slower).
     */
    public static int firstAligned(StoredNumbers numbers) {
        long past = numbers.segment().address() % CACHE_LINE;
        int first = (int) ((CACHE_LINE - past) % CACHE_LINE) / numbers.format().byteSize();
        return first - first % DEVICE_LANES;
    }

    /**
     * Form of {@link org.tornadormt.kernels.Linear}; {@code constant} if {@code weight} does not change any more. There
     * is none for panels of another width than 1 and {@link #panelWidth}, nor for weights of 16 bits in panels of 1.
     */
    public static Optional<RowForm> linear(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int inFeatures, int outFeatures, int first, int width,
            boolean constant) {
        boolean inRows = width == 1 && weight.format() == NumberFormat.FLOAT32;
        if (!inRows && (width == 1 || width != panelWidth())) {
            return Optional.empty();
        }
        return ifAvailable(() -> LinearForms.linear(x, weight, bias, out, layer, rows, inFeatures, outFeatures, first,
                width, constant));
    }

    /** Form of {@link org.tornadormt.kernels.Attention}. */
    public static Optional<RowForm> attention(IntArray rows, FloatArray query, FloatArray keys, FloatArray values,
            FloatArray out, IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int numHeads,
            int numKeyValueHeads, int headSize, int layerStride) {
        return ifAvailable(() -> new AttentionForm(rows, query, keys, values, out, layer, rowCount, rowsPerSequence,
                cacheSlots, numHeads, numKeyValueHeads, headSize, layerStride).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.LayerNorm}. */
    public static Optional<RowForm> layerNorm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out,
            IntArray layer, int rows, int hiddenSize, float epsilon) {
        return ifAvailable(() -> LayerNormForm.of(x, weight, bias, out, layer, rows, hiddenSize, epsilon));
    }

    /** Form of {@link org.tornadormt.kernels.RmsNorm}. */
    public static Optional<RowForm> rmsNorm(FloatArray x, FloatArray weight, FloatArray out, IntArray layer, int rows,
            int hiddenSize, float epsilon) {
        return ifAvailable(() -> RmsNormForm.of(x, weight, out, layer, rows, hiddenSize, epsilon));
    }

    /** Form of {@link org.tornadormt.kernels.RotaryEmbedding}. */
    public static Optional<RowForm> rotaryEmbedding(IntArray rows, FloatArray rotation, FloatArray x, int rowCount,
            int rowSize, int numHeads, int headSize, int pairs) {
        return ifAvailable(() -> RotaryForm.of(rows, rotation, x, rowCount, rowSize, numHeads, headSize, pairs));
    }

    /** Form of {@link org.tornadormt.kernels.Gate}. */
    public static Optional<RowForm> gate(FloatArray x, FloatArray gate, int size) {
        return ifAvailable(() -> ElementForms.multiply(x, gate, size));
    }

    /** Form of {@link org.tornadormt.kernels.Activation}. */
    public static Optional<RowForm> activation(Activation.Kind kind, FloatArray x, int size) {
        return ifAvailable(() -> new ActivationForm(kind, x, size).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.ResidualAdd}. */
    public static Optional<RowForm> residualAdd(FloatArray x, FloatArray update, int size) {
        return ifAvailable(() -> ElementForms.add(x, update, size));
    }

    /** Form of {@link org.tornadormt.kernels.CopyArray#copyFloats}. */
    public static Optional<RowForm> copyFloats(FloatArray in, FloatArray out) {
        return ifAvailable(() -> ElementForms.copy(in, out));
    }

    /** Form of {@link org.tornadormt.kernels.RowLookup}. */
    public static Optional<RowForm> rowLookup(IntArray rows, StoredNumbers table, FloatArray out, int rowCount,
            int hiddenSize, int first, int width) {
        return ifAvailable(() -> CopyForms.rowLookup(rows, table, out, rowCount, hiddenSize, first, width));
    }

    /** Form of {@link org.tornadormt.kernels.PositionEmbedding}. */
    public static Optional<RowForm> positionEmbedding(IntArray rows, FloatArray table, FloatArray x, int rowCount,
            int hiddenSize) {
        return ifAvailable(() -> CopyForms.positionEmbedding(rows, table, x, rowCount, hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.MemoryRead}. */
    public static Optional<RowForm> memoryRead(IntArray rows, FloatArray memory, FloatArray out, int rowCount,
            int rowsPerSequence, int numMemTokens, int hiddenSize) {
        return ifAvailable(() -> CopyForms.memoryRead(rows, memory, out, rowCount, rowsPerSequence, numMemTokens,
                hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.KeyValueWrite}. */
    public static Optional<RowForm> keyValueWrite(IntArray rows, FloatArray keyValue, FloatArray keys,
            FloatArray values, IntArray layer, int rowCount, int rowsPerSequence, int cacheSlots, int keyValueSize,
            int layerStride) {
        return ifAvailable(() -> CopyForms.keyValueWrite(rows, keyValue, keys, values, layer, rowCount,
                rowsPerSequence, cacheSlots, keyValueSize, layerStride));
    }

    static Optional<RowForm> ifAvailable(Supplier<RowForm> form) {
        return AVAILABLE ? Optional.of(form.get()) : Optional.empty();
    }
}
