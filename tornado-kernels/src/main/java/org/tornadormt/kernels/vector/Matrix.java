package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;

/**
 * Where the elements of a matrix lie, or of one matrix for each layer: {@code [r, c]} of layer {@code l} is
 * {@code l * layerStride + r * rowStride + c * columnStride} floats behind the start. A row stride of 0 repeats a row,
 * a layer stride of 0 a matrix.
 */
record Matrix(MemorySegment values, long layerStride, long rowStride, long columnStride) {

    /** Rows one behind the other. */
    static Matrix of(MemorySegment values, long columns) {
        return new Matrix(values, 0, columns, 1);
    }

    /** The layers of a parameter one behind the other, {@code [layers, rows, columns]}. */
    static Matrix stacked(MemorySegment values, long rows, long columns) {
        return new Matrix(values, rows * columns, columns, 1);
    }

    /** The rows of it as columns; nothing is moved. */
    Matrix transposed() {
        return new Matrix(values, layerStride, columnStride, rowStride);
    }

    /** Float at which element {@code [row, 0]} of a layer lies. */
    long start(int layer, long row) {
        return layer * layerStride + row * rowStride;
    }
}
