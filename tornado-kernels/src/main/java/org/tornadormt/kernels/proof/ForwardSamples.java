package org.tornadormt.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.Attention;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.Gate;
import org.tornadormt.kernels.KeyValueWrite;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.LayerNorm;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.MemoryCheck;
import org.tornadormt.kernels.MemoryRead;
import org.tornadormt.kernels.MemoryRestore;
import org.tornadormt.kernels.MemoryWrite;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.PositionEmbedding;
import org.tornadormt.kernels.ResidualAdd;
import org.tornadormt.kernels.RmsNorm;
import org.tornadormt.kernels.RotaryEmbedding;
import org.tornadormt.kernels.RowLookup;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Samples of the kernels of a forward pass and of the memory. */
final class ForwardSamples {
    private static final float EPSILON = 1e-5f;

    private ForwardSamples() {}

    static List<KernelSample> all() {
        List<KernelSample> samples = new ArrayList<>();
        addBoth(samples, Linear.class, "linear in panels",
                inputs -> linear(inputs, NumberFormat.FLOAT32, 4, VectorForms.panelWidth()));
        addBoth(samples, Linear.class, "linear in aligned panels",
                inputs -> linear(inputs, NumberFormat.FLOAT32, 8, VectorForms.panelWidth()));
        addBoth(samples, Linear.class, "linear", inputs -> linear(inputs, NumberFormat.FLOAT32, 0, 1));
        for (NumberFormat format : List.of(NumberFormat.BFLOAT16, NumberFormat.FLOAT16)) {
            addBoth(samples, Linear.class, "linear of " + format.text(),
                    inputs -> linear(inputs, format, 8, VectorForms.panelWidth()));
            samples.add(KernelSample.odd(RowLookup.class, "row lookup of " + format.text(),
                    inputs -> rowLookup(inputs, format, 3, VectorForms.panelWidth())));
        }
        addBoth(samples, LayerNorm.class, "layer norm", ForwardSamples::layerNorm);
        addBoth(samples, RmsNorm.class, "RMS norm", ForwardSamples::rmsNorm);
        addBoth(samples, Attention.class, "attention", inputs -> attention(inputs, 1));
        addBoth(samples, Attention.class, "attention of grouped queries", inputs -> attention(inputs, 2));
        for (Activation.Kind kind : Activation.Kind.values()) {
            addBoth(samples, Activation.class, "activation " + kind, inputs -> activation(inputs, kind));
        }
        samples.addAll(List.of(
                KernelSample.odd(RowLookup.class, "row lookup",
                        inputs -> rowLookup(inputs, NumberFormat.FLOAT32, 0, 1)),
                KernelSample.odd(RowLookup.class, "row lookup in panels",
                        inputs -> rowLookup(inputs, NumberFormat.FLOAT32, 3, VectorForms.panelWidth())),
                KernelSample.odd(PositionEmbedding.class, "position embedding", ForwardSamples::positionEmbedding),
                KernelSample.odd(RotaryEmbedding.class, "rotary embedding", ForwardSamples::rotaryEmbedding),
                KernelSample.odd(KeyValueWrite.class, "key-value write", ForwardSamples::keyValueWrite),
                KernelSample.odd(ResidualAdd.class, "residual add", ForwardSamples::residualAdd),
                KernelSample.odd(Gate.class, "gate", ForwardSamples::gate),
                KernelSample.odd(MemoryRead.class, "memory read", ForwardSamples::memoryRead),
                KernelSample.odd(MemoryWrite.class, "memory write", ForwardSamples::memoryWrite),
                KernelSample.odd(MemoryRestore.class, "memory restore", ForwardSamples::memoryRestore),
                KernelSample.odd(MemoryCheck.class, "memory check", ForwardSamples::memoryCheck),
                KernelSample.odd(CopyArray.class, "copy of floats", ForwardSamples::copyFloats),
                KernelSample.odd(CopyArray.class, "copy of integers", ForwardSamples::copyInts),
                KernelSample.odd(LayerCursor.class, "first layer", inputs -> LayerCursor.rewind(inputs.layer())),
                KernelSample.odd(LayerCursor.class, "next layer", inputs -> LayerCursor.advance(inputs.layer())),
                KernelSample.odd(LayerCursor.class, "last layer", inputs -> LayerCursor.retreat(inputs.layer()))));
        return samples;
    }

    private static void addBoth(List<KernelSample> samples, Class<?> kernel, String name,
            Function<SampleInputs, Launch> maker) {
        samples.add(KernelSample.odd(kernel, name, maker));
        samples.add(KernelSample.even(kernel, name, maker));
    }

    private static Launch linear(SampleInputs inputs, NumberFormat format, int first, int width) {
        int outFeatures = inputs.numHeads() * inputs.headSize();
        int panels = Math.ceilDiv(outFeatures, width);
        return Linear.launch(inputs.floats(inputs.rows() * inputs.hiddenSize()),
                inputs.numbers(format, first + SampleInputs.LAYERS * panels * width * inputs.hiddenSize()),
                inputs.floats(SampleInputs.LAYERS * outFeatures), inputs.toBeOverwritten(inputs.rows() * outFeatures),
                inputs.layer(), inputs.rows(), inputs.hiddenSize(), outFeatures, first, width);
    }

    private static Launch layerNorm(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return LayerNorm.launch(inputs.floats(size), inputs.floats(SampleInputs.LAYERS * inputs.hiddenSize()),
                inputs.floats(SampleInputs.LAYERS * inputs.hiddenSize()), inputs.toBeOverwritten(size), inputs.layer(),
                inputs.rows(), inputs.hiddenSize(), EPSILON);
    }

    private static Launch rmsNorm(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return RmsNorm.launch(inputs.floats(size), inputs.floats(SampleInputs.LAYERS * inputs.hiddenSize()),
                inputs.toBeOverwritten(size), inputs.layer(), inputs.rows(), inputs.hiddenSize(), EPSILON);
    }

    private static Launch attention(SampleInputs inputs, int headsPerKeyValueHead) {
        int numHeads = inputs.numHeads() * headsPerKeyValueHead;
        int size = inputs.rows() * numHeads * inputs.headSize();
        int layerSize = inputs.cacheSize(inputs.numHeads());
        return Attention.launch(inputs.segment().values(), inputs.floats(size),
                inputs.floats(SampleInputs.LAYERS * layerSize), inputs.floats(SampleInputs.LAYERS * layerSize),
                inputs.toBeOverwritten(size), inputs.layer(), inputs.rows(), inputs.rowsPerSequence(),
                inputs.cacheSlots(), numHeads, inputs.numHeads(), inputs.headSize(), layerSize);
    }

    private static Launch activation(SampleInputs inputs, Activation.Kind kind) {
        int size = inputs.rows() * inputs.hiddenSize();
        FloatArray x = inputs.floats(size);
        x.set(0, 100f);
        x.set(1, -100f);
        x.set(2, 0f);
        return Activation.launch(kind, x, size);
    }

    private static Launch rowLookup(SampleInputs inputs, NumberFormat format, int first, int width) {
        int panels = Math.ceilDiv(SampleInputs.VOCABULARY, width);
        return RowLookup.launch(inputs.segment().values(),
                inputs.numbers(format, first + panels * width * inputs.hiddenSize()),
                inputs.toBeOverwritten(inputs.rows() * inputs.hiddenSize()), inputs.rows(), inputs.hiddenSize(), first,
                width);
    }

    private static Launch positionEmbedding(SampleInputs inputs) {
        return PositionEmbedding.launch(inputs.segment().values(),
                inputs.floats(inputs.rowsPerSequence() * inputs.hiddenSize()),
                inputs.floats(inputs.rows() * inputs.hiddenSize()), inputs.rows(), inputs.hiddenSize());
    }

    private static Launch rotaryEmbedding(SampleInputs inputs) {
        int pairs = inputs.headSize() / 2;
        int rowSize = inputs.numHeads() * inputs.headSize() + 1;
        return RotaryEmbedding.launch(inputs.segment().values(), inputs.floats(inputs.rowsPerSequence() * 2 * pairs),
                inputs.floats(inputs.rows() * rowSize), inputs.rows(), rowSize, inputs.numHeads(), inputs.headSize(),
                pairs);
    }

    private static Launch keyValueWrite(SampleInputs inputs) {
        int keyValueSize = inputs.numHeads() * inputs.headSize();
        int layerSize = inputs.cacheSize(inputs.numHeads());
        return KeyValueWrite.launch(inputs.segment().values(), inputs.floats(inputs.rows() * 2 * keyValueSize),
                inputs.floats(SampleInputs.LAYERS * layerSize), inputs.floats(SampleInputs.LAYERS * layerSize),
                inputs.layer(), inputs.rows(), inputs.rowsPerSequence(), inputs.cacheSlots(), keyValueSize, layerSize);
    }

    private static Launch residualAdd(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return ResidualAdd.launch(inputs.floats(size), inputs.floats(size), size);
    }

    private static Launch gate(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return Gate.launch(inputs.floats(size), inputs.floats(size), size);
    }

    private static Launch memoryRead(SampleInputs inputs) {
        return MemoryRead.launch(inputs.segment().values(),
                inputs.floats(SampleInputs.SEQUENCES * SampleInputs.MEMORY_VECTORS * inputs.hiddenSize()),
                inputs.floats(inputs.rows() * inputs.hiddenSize()), inputs.rows(), inputs.rowsPerSequence(),
                SampleInputs.MEMORY_VECTORS, inputs.hiddenSize());
    }

    private static Launch memoryWrite(SampleInputs inputs) {
        RowTable readers = inputs.readers(inputs.segment());
        int vectors = SampleInputs.SEQUENCES * SampleInputs.MEMORY_VECTORS;
        return MemoryWrite.launch(readers.values(), inputs.floats(vectors * inputs.hiddenSize()),
                inputs.floats(vectors * inputs.hiddenSize()), vectors, inputs.hiddenSize());
    }

    private static Launch memoryRestore(SampleInputs inputs) {
        return MemoryRestore.launch(inputs.floats(SampleInputs.SEQUENCES * inputs.hiddenSize()),
                IntArray.fromElements(0, 1), inputs.floats(SampleInputs.SEQUENCES * inputs.hiddenSize()),
                IntArray.fromElements(3, 4), SampleInputs.SEQUENCES, inputs.hiddenSize());
    }

    private static Launch memoryCheck(SampleInputs inputs) {
        FloatArray memory = inputs.floats(4 * inputs.hiddenSize());
        memory.set(1, Float.NEGATIVE_INFINITY);
        memory.set(inputs.hiddenSize() + 2, Float.POSITIVE_INFINITY);
        memory.set(3 * inputs.hiddenSize() + 3, Float.NaN);
        IntArray found = IntArray.fromElements(2, MemoryCheck.NONE, MemoryCheck.NONE, MemoryCheck.NONE);
        return MemoryCheck.launch(memory, IntArray.fromElements(5, 6, 7, 8), found, 4, inputs.hiddenSize());
    }

    private static Launch copyFloats(SampleInputs inputs) {
        return CopyArray.launch(inputs.floats(inputs.hiddenSize()), inputs.toBeOverwritten(inputs.hiddenSize()));
    }

    private static Launch copyInts(SampleInputs inputs) {
        return CopyArray.launch(inputs.integers(inputs.hiddenSize(), Integer.MIN_VALUE, Integer.MAX_VALUE),
                inputs.integers(inputs.hiddenSize(), 0, 9));
    }
}
