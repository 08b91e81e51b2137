package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The innermost part of a matrix product: {@link #ROWS} rows by {@link Lanes#TILE_VECTORS} vectors of outputs, all
 * sums in registers. Twelve sums hide the latency of the additions; with 16 registers there are eight, so that nothing
 * is spilled.
 *
 * <p>The sums leave the loop through a small array. Passing them to another method would make objects of them, in every
 * round of the loop, as soon as the JIT does not inline that method.
 */
final class Tile {
    /** Rows of a tile. */
    static final int ROWS = 4;

    private final MemorySegment out;
    private final MemorySegment bias;
    private final int inFeatures;
    private final int outFeatures;

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

    /** Room for the sums of a tile, {@code [ROWS, PANEL]}. */
    static float[] newSums() {
        return new float[ROWS * PackedWeights.PANEL];
    }

    /**
     * Computes the sums of one tile.
     *
     * @param inputs packed inputs, {@code [inFeatures, ROWS]} from {@code inputStart} on
     * @param panel packed weights, {@code [inFeatures, PANEL]} from {@code panelStart} on
     * @param sums gets the sums, {@code [ROWS, PANEL]}
     */
    void multiply(float[] inputs, int inputStart, MemorySegment panel, long panelStart, float[] sums) {
        if (Lanes.TILE_VECTORS == 3) {
            three(inputs, inputStart, panel, panelStart, sums);
        } else {
            two(inputs, inputStart, panel, panelStart, sums);
        }
    }

    /**
     * Adds the bias to the sums of a tile and stores what lies inside the output.
     *
     * @param biasStart bias of output 0
     * @param row first row of the tile
     * @param rowCount rows to store, at most {@link #ROWS}
     * @param output first output of the tile
     */
    void store(float[] sums, long biasStart, int row, int rowCount, int output) {
        for (int j = 0; j < PackedWeights.PANEL && output + j < outFeatures; j += Lanes.COUNT) {
            int first = output + j;
            if (first + Lanes.COUNT <= outFeatures) {
                FloatVector offset = Lanes.load(bias, biasStart + first);
                for (int r = 0; r < rowCount; r++) {
                    FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, sums, r * PackedWeights.PANEL + j);
                    Lanes.store(sum.add(offset), out, (long) (row + r) * outFeatures + first);
                }
            } else {
                VectorMask<Float> mask = Lanes.below(first, outFeatures);
                FloatVector offset = Lanes.load(bias, biasStart + first, mask);
                for (int r = 0; r < rowCount; r++) {
                    FloatVector sum = FloatVector.fromArray(Lanes.SPECIES, sums, r * PackedWeights.PANEL + j);
                    Lanes.store(sum.add(offset), out, (long) (row + r) * outFeatures + first, mask);
                }
            }
        }
    }

    private void three(float[] inputs, int inputStart, MemorySegment panel, long panelStart, float[] sums) {
        FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector c0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector c1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector c2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a3 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b3 = FloatVector.zero(Lanes.SPECIES);
        FloatVector c3 = FloatVector.zero(Lanes.SPECIES);
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
        a0.intoArray(sums, 0);
        b0.intoArray(sums, Lanes.COUNT);
        c0.intoArray(sums, 2 * Lanes.COUNT);
        a1.intoArray(sums, PackedWeights.PANEL);
        b1.intoArray(sums, PackedWeights.PANEL + Lanes.COUNT);
        c1.intoArray(sums, PackedWeights.PANEL + 2 * Lanes.COUNT);
        a2.intoArray(sums, 2 * PackedWeights.PANEL);
        b2.intoArray(sums, 2 * PackedWeights.PANEL + Lanes.COUNT);
        c2.intoArray(sums, 2 * PackedWeights.PANEL + 2 * Lanes.COUNT);
        a3.intoArray(sums, 3 * PackedWeights.PANEL);
        b3.intoArray(sums, 3 * PackedWeights.PANEL + Lanes.COUNT);
        c3.intoArray(sums, 3 * PackedWeights.PANEL + 2 * Lanes.COUNT);
    }

    private void two(float[] inputs, int inputStart, MemorySegment panel, long panelStart, float[] sums) {
        FloatVector a0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b0 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b1 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b2 = FloatVector.zero(Lanes.SPECIES);
        FloatVector a3 = FloatVector.zero(Lanes.SPECIES);
        FloatVector b3 = FloatVector.zero(Lanes.SPECIES);
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
        a0.intoArray(sums, 0);
        b0.intoArray(sums, Lanes.COUNT);
        a1.intoArray(sums, PackedWeights.PANEL);
        b1.intoArray(sums, PackedWeights.PANEL + Lanes.COUNT);
        a2.intoArray(sums, 2 * PackedWeights.PANEL);
        b2.intoArray(sums, 2 * PackedWeights.PANEL + Lanes.COUNT);
        a3.intoArray(sums, 3 * PackedWeights.PANEL);
        b3.intoArray(sums, 3 * PackedWeights.PANEL + Lanes.COUNT);
    }
}
