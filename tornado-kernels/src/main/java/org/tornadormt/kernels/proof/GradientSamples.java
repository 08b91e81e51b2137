package org.tornadormt.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.gradient.ActivationGradient;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.kernels.gradient.AdamWStep;
import org.tornadormt.kernels.gradient.AttentionGradient;
import org.tornadormt.kernels.gradient.Clamp;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.kernels.gradient.Fill;
import org.tornadormt.kernels.gradient.LayerNormGradient;
import org.tornadormt.kernels.gradient.LayerStash;
import org.tornadormt.kernels.gradient.LinearGradient;
import org.tornadormt.kernels.gradient.MemoryReadGradient;
import org.tornadormt.kernels.gradient.MemoryWriteGradient;
import org.tornadormt.kernels.gradient.PositionEmbeddingGradient;
import org.tornadormt.kernels.gradient.RmsNormGradient;
import org.tornadormt.kernels.gradient.RowLookupGradient;
import org.tornadormt.kernels.gradient.SquaredSum;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Samples of the kernels of back-propagation and of the optimiser. */
final class GradientSamples {
    private static final float EPSILON = 1e-5f;

    private GradientSamples() {}

    static List<KernelSample> all() {
        List<KernelSample> samples = new ArrayList<>();
        for (Activation.Kind kind : Activation.Kind.values()) {
            samples.add(KernelSample.odd(ActivationGradient.class, "gradient of activation " + kind,
                    inputs -> activation(inputs, kind)));
        }
        for (boolean accumulate : new boolean[]{false, true}) {
            String how = accumulate ? ", added" : "";
            samples.add(KernelSample.odd(LinearGradient.class, "gradient of linear's input" + how,
                    inputs -> linearInput(inputs, accumulate)));
            samples.add(KernelSample.odd(LayerNormGradient.class, "gradient of layer norm's input" + how,
                    inputs -> layerNormInput(inputs, accumulate)));
            samples.add(KernelSample.odd(RmsNormGradient.class, "gradient of RMS norm's input" + how,
                    inputs -> rmsNormInput(inputs, accumulate)));
        }
        samples.addAll(List.of(
                KernelSample.odd(LinearGradient.class, "gradient of linear's weight", GradientSamples::linearWeight),
                KernelSample.odd(LinearGradient.class, "gradient of linear's bias", GradientSamples::linearBias),
                KernelSample.odd(LayerNormGradient.class, "gradient of layer norm's parameters",
                        GradientSamples::layerNormParameters),
                KernelSample.odd(RmsNormGradient.class, "gradient of RMS norm's weight",
                        GradientSamples::rmsNormParameters),
                KernelSample.odd(AttentionGradient.class, "gradient of attention's queries",
                        GradientSamples::attentionQuery),
                KernelSample.odd(AttentionGradient.class, "gradient of attention's keys and values",
                        GradientSamples::attentionKeyValue),
                KernelSample.odd(RowLookupGradient.class, "gradient of row lookup", GradientSamples::rowLookup),
                KernelSample.odd(PositionEmbeddingGradient.class, "gradient of position embedding",
                        GradientSamples::positionEmbedding),
                KernelSample.odd(MemoryReadGradient.class, "gradient of memory read", GradientSamples::memoryRead),
                KernelSample.odd(MemoryWriteGradient.class, "gradient of memory write", GradientSamples::memoryWrite),
                KernelSample.odd(CrossEntropy.class, "cross entropy", GradientSamples::crossEntropy),
                KernelSample.odd(AdamWStep.class, "AdamW step", GradientSamples::adamWStep),
                KernelSample.odd(SquaredSum.class, "squared sum", GradientSamples::squaredSum),
                KernelSample.odd(Clamp.class, "clamp", GradientSamples::clamp),
                KernelSample.odd(Fill.class, "fill with zero", inputs -> Fill.zero(inputs.floats(inputs.hiddenSize()))),
                KernelSample.odd(LayerStash.class, "save of a layer", GradientSamples::saveLayer),
                KernelSample.odd(LayerStash.class, "load of a layer", GradientSamples::loadLayer)));
        return samples;
    }

    private static Launch activation(SampleInputs inputs, Activation.Kind kind) {
        int size = inputs.rows() * inputs.hiddenSize();
        return ActivationGradient.launch(kind, inputs.floats(size), inputs.floats(size), size);
    }

    private static Launch linearInput(SampleInputs inputs, boolean accumulate) {
        int outFeatures = inputs.headSize();
        return LinearGradient.input(inputs.floats(inputs.rows() * outFeatures),
                inputs.floats(SampleInputs.LAYERS * outFeatures * inputs.hiddenSize()),
                inputs.floats(inputs.rows() * inputs.hiddenSize()), inputs.layer(), inputs.rows(),
                inputs.hiddenSize(), outFeatures, accumulate);
    }

    private static Launch linearWeight(SampleInputs inputs) {
        int outFeatures = inputs.headSize();
        return LinearGradient.weight(inputs.floats(inputs.rows() * outFeatures),
                inputs.floats(inputs.rows() * inputs.hiddenSize()),
                inputs.floats(SampleInputs.LAYERS * outFeatures * inputs.hiddenSize()), inputs.layer(), inputs.rows(),
                inputs.hiddenSize(), outFeatures);
    }

    private static Launch linearBias(SampleInputs inputs) {
        return LinearGradient.bias(inputs.floats(inputs.rows() * inputs.headSize()),
                inputs.floats(SampleInputs.LAYERS * inputs.headSize()), inputs.layer(), inputs.rows(),
                inputs.headSize());
    }

    private static Launch layerNormInput(SampleInputs inputs, boolean accumulate) {
        int size = inputs.rows() * inputs.hiddenSize();
        return LayerNormGradient.input(inputs.floats(size), inputs.floats(SampleInputs.LAYERS * inputs.hiddenSize()),
                inputs.floats(size), inputs.floats(size), inputs.toBeOverwritten(2 * inputs.rows()), inputs.layer(),
                inputs.rows(), inputs.hiddenSize(), EPSILON, accumulate);
    }

    private static Launch layerNormParameters(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        int parameters = SampleInputs.LAYERS * inputs.hiddenSize();
        return LayerNormGradient.parameters(inputs.floats(size), inputs.floats(size),
                inputs.floats(2 * inputs.rows()), inputs.floats(parameters), inputs.floats(parameters), inputs.layer(),
                inputs.rows(), inputs.hiddenSize());
    }

    private static Launch rmsNormInput(SampleInputs inputs, boolean accumulate) {
        int size = inputs.rows() * inputs.hiddenSize();
        return RmsNormGradient.input(inputs.floats(size), inputs.floats(SampleInputs.LAYERS * inputs.hiddenSize()),
                inputs.floats(size), inputs.floats(size), inputs.toBeOverwritten(inputs.rows()), inputs.layer(),
                inputs.rows(), inputs.hiddenSize(), EPSILON, accumulate);
    }

    private static Launch rmsNormParameters(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return RmsNormGradient.parameters(inputs.floats(size), inputs.floats(size), inputs.floats(inputs.rows()),
                inputs.floats(SampleInputs.LAYERS * inputs.hiddenSize()), inputs.layer(), inputs.rows(),
                inputs.hiddenSize());
    }

    private static Launch attentionQuery(SampleInputs inputs) {
        int numHeads = 2 * inputs.numHeads();
        int size = inputs.rows() * numHeads * inputs.headSize();
        int layerSize = inputs.cacheSize(inputs.numHeads());
        return AttentionGradient.query(inputs.segment().values(), inputs.floats(size),
                inputs.floats(SampleInputs.LAYERS * layerSize), inputs.floats(SampleInputs.LAYERS * layerSize),
                inputs.floats(size), inputs.toBeOverwritten(size),
                inputs.toBeOverwritten(inputs.rows() * numHeads * AttentionGradient.STATISTICS), inputs.layer(),
                inputs.rows(), inputs.rowsPerSequence(), inputs.cacheSlots(), numHeads, inputs.numHeads(),
                inputs.headSize(), layerSize);
    }

    private static Launch attentionKeyValue(SampleInputs inputs) {
        int numHeads = 2 * inputs.numHeads();
        int size = inputs.rows() * numHeads * inputs.headSize();
        int keyValueSize = inputs.rows() * 2 * inputs.numHeads() * inputs.headSize();
        RowTable rows = inputs.segment();
        FloatArray statistics = inputs.floats(inputs.rows() * numHeads * AttentionGradient.STATISTICS);
        for (int i = 0; i < statistics.getSize(); i += AttentionGradient.STATISTICS) {
            // Near the logarithm of such a sum, so that the weights are of the size that a softmax gives.
            statistics.set(i, 1f);
        }
        return AttentionGradient.keyValue(rows.values(), rows.values(), inputs.floats(size),
                inputs.floats(keyValueSize), inputs.floats(size), statistics, inputs.toBeOverwritten(keyValueSize),
                inputs.rows(), inputs.rowsPerSequence(), inputs.rowsPerSequence(), numHeads, inputs.numHeads(),
                inputs.headSize());
    }

    private static Launch rowLookup(SampleInputs inputs) {
        return RowLookupGradient.launch(inputs.segment().values(), inputs.floats(inputs.rows() * inputs.hiddenSize()),
                inputs.floats(SampleInputs.VOCABULARY * inputs.hiddenSize()), inputs.rows(), inputs.hiddenSize());
    }

    private static Launch positionEmbedding(SampleInputs inputs) {
        return PositionEmbeddingGradient.launch(inputs.segment().values(),
                inputs.floats(inputs.rows() * inputs.hiddenSize()),
                inputs.floats(inputs.rowsPerSequence() * inputs.hiddenSize()), inputs.rows(), inputs.hiddenSize());
    }

    private static Launch memoryRead(SampleInputs inputs) {
        int vectors = SampleInputs.SEQUENCES * SampleInputs.MEMORY_VECTORS;
        return MemoryReadGradient.launch(inputs.segment().values(),
                inputs.floats(inputs.rows() * inputs.hiddenSize()), inputs.floats(vectors * inputs.hiddenSize()),
                vectors, inputs.rowsPerSequence(), SampleInputs.MEMORY_VECTORS, inputs.hiddenSize());
    }

    private static Launch memoryWrite(SampleInputs inputs) {
        RowTable readers = inputs.readers(inputs.segment());
        int vectors = SampleInputs.SEQUENCES * SampleInputs.MEMORY_VECTORS;
        return MemoryWriteGradient.launch(readers.values(), inputs.floats(vectors * inputs.hiddenSize()),
                inputs.toBeOverwritten(vectors * inputs.hiddenSize()), vectors, inputs.hiddenSize());
    }

    private static Launch crossEntropy(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return CrossEntropy.launch(inputs.floats(size),
                inputs.integers(inputs.rows(), CrossEntropy.NO_LABEL, inputs.hiddenSize()),
                FloatArray.fromElements(0.3f), inputs.toBeOverwritten(size), inputs.toBeOverwritten(inputs.rows()),
                inputs.integers(inputs.rows(), 5, 9), inputs.rows(), inputs.hiddenSize());
    }

    private static Launch adamWStep(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        FloatArray secondMoment = inputs.floats(size);
        for (int i = 0; i < size; i++) {
            secondMoment.set(i, 1f + Math.abs(secondMoment.get(i)));
        }
        FloatArray scalars = new FloatArray(AdamWScalars.SIZE);
        new AdamWScalars(0.9, 0.99, 1e-3, 0.1).fill(3, 0.05, 0.25, scalars);
        return AdamWStep.launch(inputs.floats(size), inputs.floats(size), inputs.floats(size), secondMoment, scalars,
                size);
    }

    private static Launch squaredSum(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return SquaredSum.launch(inputs.floats(size), inputs.toBeOverwritten(inputs.hiddenSize()), size);
    }

    private static Launch clamp(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        FloatArray values = inputs.floats(size);
        values.set(0, Float.NaN);
        values.set(1, Float.NEGATIVE_INFINITY);
        return Clamp.launch(values, size, 0.75f);
    }

    private static Launch saveLayer(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return LayerStash.save(inputs.floats(size), inputs.floats(SampleInputs.LAYERS * size), inputs.layer(), size);
    }

    private static Launch loadLayer(SampleInputs inputs) {
        int size = inputs.rows() * inputs.hiddenSize();
        return LayerStash.load(inputs.floats(SampleInputs.LAYERS * size), inputs.toBeOverwritten(size), inputs.layer(),
                size);
    }
}
