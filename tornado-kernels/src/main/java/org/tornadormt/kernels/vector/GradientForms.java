package org.tornadormt.kernels.vector;

import java.util.Optional;
import org.tornadormt.kernels.Activation;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Hands out the vector forms of {@link org.tornadormt.kernels.gradient}, if this JVM can run them. */
public final class GradientForms {

    private GradientForms() {}

    /** Form of {@link org.tornadormt.kernels.gradient.LinearGradient#linearInputGradient}. */
    public static Optional<RowForm> linearInput(FloatArray outGradient, FloatArray weight, FloatArray xGradient,
            IntArray layer, int rows, int inFeatures, int outFeatures, boolean accumulate) {
        return VectorForms.ifAvailable(() -> LinearForms.inputGradient(outGradient, weight, xGradient, layer, rows,
                inFeatures, outFeatures, accumulate));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.LinearGradient#linearWeightGradient}. */
    public static Optional<RowForm> linearWeight(FloatArray outGradient, FloatArray x, FloatArray weightGradient,
            IntArray layer, int rows, int inFeatures, int outFeatures) {
        return VectorForms.ifAvailable(() -> LinearForms.weightGradient(outGradient, x, weightGradient, layer, rows,
                inFeatures, outFeatures));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.LinearGradient#linearBiasGradient}. */
    public static Optional<RowForm> linearBias(FloatArray outGradient, FloatArray biasGradient, IntArray layer,
            int rows, int outFeatures) {
        return VectorForms.ifAvailable(() -> ColumnForms.sum(outGradient, biasGradient, layer, rows, outFeatures));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.LayerNormGradient#layerNormInputGradient}. */
    public static Optional<RowForm> layerNormInput(FloatArray x, FloatArray weight, FloatArray outGradient,
            FloatArray xGradient, FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon,
            boolean accumulate) {
        return VectorForms.ifAvailable(() -> LayerNormGradientForm.of(x, weight, outGradient, xGradient, statistics,
                layer, rows, hiddenSize, epsilon, accumulate));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.LayerNormGradient#layerNormParameterGradient}. */
    public static Optional<RowForm> layerNormParameters(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, FloatArray biasGradient, IntArray layer, int rows, int hiddenSize) {
        return VectorForms.ifAvailable(() -> ColumnForms.layerNormParameters(x, outGradient, statistics,
                weightGradient, biasGradient, layer, rows, hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.RmsNormGradient#rmsNormInputGradient}. */
    public static Optional<RowForm> rmsNormInput(FloatArray x, FloatArray weight, FloatArray outGradient,
            FloatArray xGradient, FloatArray statistics, IntArray layer, int rows, int hiddenSize, float epsilon,
            boolean accumulate) {
        return VectorForms.ifAvailable(() -> RmsNormGradientForm.of(x, weight, outGradient, xGradient, statistics,
                layer, rows, hiddenSize, epsilon, accumulate));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.RmsNormGradient#rmsNormParameterGradient}. */
    public static Optional<RowForm> rmsNormParameters(FloatArray x, FloatArray outGradient, FloatArray statistics,
            FloatArray weightGradient, IntArray layer, int rows, int hiddenSize) {
        return VectorForms.ifAvailable(() -> ColumnForms.rmsNormParameters(x, outGradient, statistics, weightGradient,
                layer, rows, hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.ActivationGradient}. */
    public static Optional<RowForm> activation(Activation.Kind kind, FloatArray x, FloatArray gradient, int size) {
        return VectorForms.ifAvailable(() -> new ActivationGradientForm(kind, x, gradient, size).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.gradient.AttentionGradient#attentionQueryGradient}. */
    public static Optional<RowForm> attentionQuery(IntArray rows, FloatArray query, FloatArray keys, FloatArray values,
            FloatArray outGradient, FloatArray queryGradient, FloatArray statistics, IntArray layer, int rowCount,
            int rowsPerSequence, int cacheSlots, int numHeads, int numKeyValueHeads, int headSize, int layerStride) {
        return VectorForms.ifAvailable(() -> new QueryGradientForm(rows, query, keys, values, outGradient,
                queryGradient, statistics, layer, rowCount, rowsPerSequence, cacheSlots, numHeads, numKeyValueHeads,
                headSize, layerStride).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.gradient.AttentionGradient#attentionKeyValueGradient}. */
    public static Optional<RowForm> attentionKeyValue(IntArray keyRows, IntArray queryRows, FloatArray query,
            FloatArray keyValue, FloatArray outGradient, FloatArray statistics, FloatArray keyValueGradient,
            int keyRowCount, int keyRowsPerSequence, int queryRowsPerSequence, int numHeads, int numKeyValueHeads,
            int headSize) {
        return VectorForms.ifAvailable(() -> new KeyValueGradientForm(keyRows, queryRows, query, keyValue, outGradient,
                statistics, keyValueGradient, keyRowCount, keyRowsPerSequence, queryRowsPerSequence, numHeads,
                numKeyValueHeads, headSize).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.gradient.RowLookupGradient}. */
    public static Optional<RowForm> rowLookup(IntArray rows, FloatArray outGradient, FloatArray tableGradient,
            int rowCount, int hiddenSize) {
        return VectorForms
                .ifAvailable(() -> ColumnForms.rowLookup(rows, outGradient, tableGradient, rowCount, hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.PositionEmbeddingGradient}. */
    public static Optional<RowForm> positionEmbedding(IntArray rows, FloatArray xGradient, FloatArray tableGradient,
            int rowCount, int hiddenSize) {
        return VectorForms
                .ifAvailable(() -> ColumnForms.positionEmbedding(rows, xGradient, tableGradient, rowCount, hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.MemoryReadGradient}. */
    public static Optional<RowForm> memoryRead(IntArray rows, FloatArray xGradient, FloatArray memoryGradient,
            int memoryVectors, int rowsPerSequence, int numMemTokens, int hiddenSize) {
        return VectorForms.ifAvailable(() -> ColumnForms.memoryRead(rows, xGradient, memoryGradient, memoryVectors,
                rowsPerSequence, numMemTokens, hiddenSize));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.CrossEntropy}. */
    public static Optional<RowForm> crossEntropy(FloatArray logits, IntArray labels, FloatArray scale,
            FloatArray logitsGradient, FloatArray loss, IntArray hit, int rows, int outputs) {
        return VectorForms.ifAvailable(() -> new CrossEntropyForm(logits, labels, scale, logitsGradient, loss, hit,
                rows, outputs).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.gradient.AdamWStep}. */
    public static Optional<RowForm> adamWStep(FloatArray parameter, FloatArray gradient, FloatArray firstMoment,
            FloatArray secondMoment, FloatArray scalars, int size) {
        return VectorForms.ifAvailable(
                () -> new AdamWForm(parameter, gradient, firstMoment, secondMoment, scalars, size).rowForm());
    }

    /** Form of {@link org.tornadormt.kernels.gradient.SquaredSum}. */
    public static Optional<RowForm> squaredSum(FloatArray values, FloatArray sums, int size) {
        return VectorForms.ifAvailable(() -> ColumnForms.squaredSum(values, sums, size));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.Clamp}. */
    public static Optional<RowForm> clamp(FloatArray values, int size, float limit) {
        return VectorForms.ifAvailable(() -> FlatForms.clamp(values, size, limit));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.Fill}. */
    public static Optional<RowForm> zero(FloatArray values) {
        return VectorForms.ifAvailable(() -> FlatForms.zero(values));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.LayerStash#saveLayer}. */
    public static Optional<RowForm> saveLayer(FloatArray x, FloatArray stash, IntArray layer, int size) {
        return VectorForms.ifAvailable(() -> FlatForms.saveLayer(x, stash, layer, size));
    }

    /** Form of {@link org.tornadormt.kernels.gradient.LayerStash#loadLayer}. */
    public static Optional<RowForm> loadLayer(FloatArray stash, FloatArray x, IntArray layer, int size) {
        return VectorForms.ifAvailable(() -> FlatForms.loadLayer(stash, x, layer, size));
    }
}
