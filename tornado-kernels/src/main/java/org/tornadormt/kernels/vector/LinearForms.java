package org.tornadormt.kernels.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The products that a linear map and its gradients are. */
final class LinearForms {

    private LinearForms() {}

    /** See {@link org.tornadormt.kernels.Linear}: {@code out = bias + x weightᵀ}. */
    static RowForm linear(FloatArray x, StoredNumbers weight, FloatArray bias, FloatArray out, IntArray layer, int rows,
            int inFeatures, int outFeatures, int first, int width, boolean constant) {
        int layers = bias.getSize() / outFeatures;
        Panels weights;
        if (weight.format() != NumberFormat.FLOAT32) {
            weights = CodedPanels.of(weight, first, inFeatures, outFeatures);
        } else if (width > 1) {
            weights = PackedMatrix.alreadyPacked(weight.segment(), first, layers, inFeatures, outFeatures);
        } else {
            Matrix inRows = Matrix.stacked(weight.segment(), outFeatures, inFeatures).transposed();
            weights = constant
                    ? PackedMatrix.constant(inRows, layers, inFeatures, outFeatures)
                    : PackedMatrix.changing(inRows, inFeatures, outFeatures);
        }
        Matrix sameInEachRow = new Matrix(bias.getSegment(), outFeatures, 0, 1);
        return new MatrixProduct(sameInEachRow, Matrix.of(x.getSegment(), inFeatures), weights,
                Matrix.of(out.getSegment(), outFeatures), layer, rows).rowForm();
    }

    /** {@code xGradient = outGradient weight}, or added to it. */
    static RowForm inputGradient(FloatArray outGradient, FloatArray weight, FloatArray xGradient, IntArray layer,
            int rows, int inFeatures, int outFeatures, boolean accumulate) {
        Matrix out = Matrix.of(xGradient.getSegment(), inFeatures);
        PackedMatrix weights = PackedMatrix.changing(Matrix.stacked(weight.getSegment(), outFeatures, inFeatures),
                outFeatures, inFeatures);
        return new MatrixProduct(accumulate ? out : zeros(inFeatures), Matrix.of(outGradient.getSegment(), outFeatures),
                weights, out, layer, rows).rowForm();
    }

    /** {@code weightGradient += outGradientᵀ x}. */
    static RowForm weightGradient(FloatArray outGradient, FloatArray x, FloatArray weightGradient, IntArray layer,
            int rows, int inFeatures, int outFeatures) {
        Matrix out = Matrix.stacked(weightGradient.getSegment(), outFeatures, inFeatures);
        PackedMatrix inputs = PackedMatrix.changing(Matrix.of(x.getSegment(), inFeatures), rows, inFeatures);
        return new MatrixProduct(out, Matrix.of(outGradient.getSegment(), outFeatures).transposed(), inputs, out,
                layer, outFeatures).rowForm();
    }

    private static Matrix zeros(int columns) {
        MemorySegment row = Arena.ofAuto().allocate((long) columns * Float.BYTES, Float.BYTES);
        return new Matrix(row, 0, 0, 1);
    }
}
