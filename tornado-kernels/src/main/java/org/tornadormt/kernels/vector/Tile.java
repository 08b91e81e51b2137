package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The innermost part of a matrix product: {@link #ROWS} rows by {@link Lanes#TILE_VECTORS} vectors of outputs, all sums in
 * registers. Twelve sums hide the latency of the additions; with 16 registers there are eight, so that nothing is spilled.
 */
final class Tile {
    /** Rows of a tile. */
    static final int ROWS = 4;

    private final MemorySegment out;
    private final MemorySegment bias;
    private final int outFeatures;
    private final int inFeatures;

    /**
     * Tiles of one linear map.
     *
     * @param bias {@code [layers, outFeatures]}
     * @param out {@code [rows, outFeatures]}
     */
    Tile(MemorySegment bias, MemorySegment out, int inFeatures, int outFeatures) {
        this.bias = bias;
        this.out = out;
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
    }

    /**
     * Computes one tile.
     *
     * @param inputs packed inputs, {@code [inFeatures, ROWS]} from {@code inputStart} on
     * @param panel packed weights, {@code [inFeatures, PANEL]} from {@code panelStart} on
     * @param biasStart bias of the first output
     * @param row first row of the output
     * @param rowCount rows to store, at most {@link #ROWS}
     * @param output first output of the tile
     */
    void compute(float[] inputs, int inputStart, MemorySegment panel, long panelStart, long biasStart, int row,
            int rowCount, int output) {
        if (Lanes.TILE_VECTORS == 3) {
            three(inputs, inputStart, panel, panelStart, biasStart, row, rowCount, output);
        } else {
            two(inputs, inputStart, panel, panelStart, biasStart, row, rowCount, output);
        }
    }

    private void three(float[] inputs, int inputStart, MemorySegment panel, long panelStart, long biasStart, int row,
            int rowCount, int output) {
        FloatVector a0 = bias(biasStart, output, 0);
        FloatVector b0 = bias(biasStart, output, 1);
        FloatVector c0 = bias(biasStart, output, 2);
        FloatVector a1 = a0;
        FloatVector b1 = b0;
        FloatVector c1 = c0;
        FloatVector a2 = a0;
        FloatVector b2 = b0;
        FloatVector c2 = c0;
        FloatVector a3 = a0;
        FloatVector b3 = b0;
        FloatVector c3 = c0;
        for (int k = 0; k < inFeatures; k++) {
            long weights = panelStart + (long) k * PackedWeights.PANEL;
            FloatVector wa = Lanes.load(panel, weights);
            FloatVector wb = Lanes.load(panel, weights + Lanes.COUNT);
            FloatVector wc = Lanes.load(panel, weights + 2 * Lanes.COUNT);
            int input = inputStart + k * ROWS;
            FloatVector x = FloatVector.broadcast(Lanes.SPECIES, inputs[input]);
            a0 = x.fma(wa, a0);
            b0 = x.fma(wb, b0);
            c0 = x.fma(wc, c0);
            x = FloatVector.broadcast(Lanes.SPECIES, inputs[input + 1]);
            a1 = x.fma(wa, a1);
            b1 = x.fma(wb, b1);
            c1 = x.fma(wc, c1);
            x = FloatVector.broadcast(Lanes.SPECIES, inputs[input + 2]);
            a2 = x.fma(wa, a2);
            b2 = x.fma(wb, b2);
            c2 = x.fma(wc, c2);
            x = FloatVector.broadcast(Lanes.SPECIES, inputs[input + 3]);
            a3 = x.fma(wa, a3);
            b3 = x.fma(wb, b3);
            c3 = x.fma(wc, c3);
        }
        store(a0, row, 0, rowCount, output, 0);
        store(b0, row, 0, rowCount, output, 1);
        store(c0, row, 0, rowCount, output, 2);
        store(a1, row, 1, rowCount, output, 0);
        store(b1, row, 1, rowCount, output, 1);
        store(c1, row, 1, rowCount, output, 2);
        store(a2, row, 2, rowCount, output, 0);
        store(b2, row, 2, rowCount, output, 1);
        store(c2, row, 2, rowCount, output, 2);
        store(a3, row, 3, rowCount, output, 0);
        store(b3, row, 3, rowCount, output, 1);
        store(c3, row, 3, rowCount, output, 2);
    }

    private void two(float[] inputs, int inputStart, MemorySegment panel, long panelStart, long biasStart, int row,
            int rowCount, int output) {
        FloatVector a0 = bias(biasStart, output, 0);
        FloatVector b0 = bias(biasStart, output, 1);
        FloatVector a1 = a0;
        FloatVector b1 = b0;
        FloatVector a2 = a0;
        FloatVector b2 = b0;
        FloatVector a3 = a0;
        FloatVector b3 = b0;
        for (int k = 0; k < inFeatures; k++) {
            long weights = panelStart + (long) k * PackedWeights.PANEL;
            FloatVector wa = Lanes.load(panel, weights);
            FloatVector wb = Lanes.load(panel, weights + Lanes.COUNT);
            int input = inputStart + k * ROWS;
            FloatVector x = FloatVector.broadcast(Lanes.SPECIES, inputs[input]);
            a0 = x.fma(wa, a0);
            b0 = x.fma(wb, b0);
            x = FloatVector.broadcast(Lanes.SPECIES, inputs[input + 1]);
            a1 = x.fma(wa, a1);
            b1 = x.fma(wb, b1);
            x = FloatVector.broadcast(Lanes.SPECIES, inputs[input + 2]);
            a2 = x.fma(wa, a2);
            b2 = x.fma(wb, b2);
            x = FloatVector.broadcast(Lanes.SPECIES, inputs[input + 3]);
            a3 = x.fma(wa, a3);
            b3 = x.fma(wb, b3);
        }
        store(a0, row, 0, rowCount, output, 0);
        store(b0, row, 0, rowCount, output, 1);
        store(a1, row, 1, rowCount, output, 0);
        store(b1, row, 1, rowCount, output, 1);
        store(a2, row, 2, rowCount, output, 0);
        store(b2, row, 2, rowCount, output, 1);
        store(a3, row, 3, rowCount, output, 0);
        store(b3, row, 3, rowCount, output, 1);
    }

    private FloatVector bias(long biasStart, int output, int vector) {
        int first = output + vector * Lanes.COUNT;
        if (first >= outFeatures) {
            return FloatVector.zero(Lanes.SPECIES);
        }
        return Lanes.load(bias, biasStart + first, Lanes.below(first, outFeatures));
    }

    private void store(FloatVector sums, int firstRow, int r, int rowCount, int output, int vector) {
        int first = output + vector * Lanes.COUNT;
        if (r >= rowCount || first >= outFeatures) {
            return;
        }
        long target = (long) (firstRow + r) * outFeatures + first;
        if (first + Lanes.COUNT <= outFeatures) {
            Lanes.store(sums, out, target);
        } else {
            VectorMask<Float> mask = Lanes.below(first, outFeatures);
            Lanes.store(sums, out, target, mask);
        }
    }
}
