package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A linear map in register tiles of {@link Tile#ROWS} rows by a panel of outputs. The rows of a block are packed once
 * and meet every panel; the weights are packed once for all runs.
 */
final class LinearForm {
    /** Rows whose packed inputs stay in the cache while all panels pass. */
    private static final int BLOCK_ROWS = 64;
    /** Groups of panels that one block of rows is split into when there are few blocks. */
    private static final int MOST_GROUPS = 8;

    private final MemorySegment x;
    private final FloatArray weight;
    private final IntArray layer;
    private final int rows;
    private final int inFeatures;
    private final int outFeatures;
    private final AtomicReferenceArray<PackedWeights> packed;
    private final int groups;
    private final Tile tile;

    LinearForm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer, int rows,
            int inFeatures, int outFeatures) {
        this.x = x.getSegment();
        this.weight = weight;
        this.layer = layer;
        this.rows = rows;
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        packed = new AtomicReferenceArray<>(bias.getSize() / outFeatures);
        tile = new Tile(bias.getSegment(), out.getSegment(), inFeatures, outFeatures);
        int panels = Math.ceilDiv(outFeatures, PackedWeights.PANEL);
        groups = Math.clamp(MOST_GROUPS / Math.ceilDiv(rows, BLOCK_ROWS), 1, panels);
    }

    /** One unit of work is one group of panels for one block of rows. */
    RowForm rowForm() {
        return new RowForm(Math.ceilDiv(rows, BLOCK_ROWS) * groups, 1, this::compute);
    }

    private void compute(int from, int to) {
        int current = layer.get(0);
        PackedWeights weights = weights(current);
        float[] inputs = new float[BLOCK_ROWS * inFeatures];
        int packedBlock = -1;
        for (int unit = from; unit < to; unit++) {
            int block = unit / groups;
            if (block != packedBlock) {
                pack(block * BLOCK_ROWS, inputs);
                packedBlock = block;
            }
            int group = unit % groups;
            multiply(block * BLOCK_ROWS, inputs, weights, current, weights.panels * group / groups,
                    weights.panels * (group + 1) / groups);
        }
    }

    private PackedWeights weights(int current) {
        PackedWeights weights = packed.get(current);
        if (weights == null) {
            packed.compareAndSet(current, null, new PackedWeights(weight, current, inFeatures, outFeatures));
            weights = packed.get(current);
        }
        return weights;
    }

    /** Puts the inputs of the rows of a tile beside each other: {@code [tiles, inFeatures, Tile.ROWS]}. */
    private void pack(int firstRow, float[] inputs) {
        int count = Math.min(BLOCK_ROWS, rows - firstRow);
        for (int r = 0; r < count; r++) {
            long source = (long) (firstRow + r) * inFeatures;
            int target = r / Tile.ROWS * Tile.ROWS * inFeatures + r % Tile.ROWS;
            for (int k = 0; k < inFeatures; k++) {
                inputs[target + k * Tile.ROWS] = x.getAtIndex(ValueLayout.JAVA_FLOAT, source + k);
            }
        }
    }

    private void multiply(int firstRow, float[] inputs, PackedWeights weights, int current, int firstPanel,
            int lastPanel) {
        int count = Math.min(BLOCK_ROWS, rows - firstRow);
        float[] sums = Tile.newSums();
        for (int panel = firstPanel; panel < lastPanel; panel++) {
            long panelStart = (long) panel * PackedWeights.PANEL * inFeatures;
            int output = panel * PackedWeights.PANEL;
            for (int r = 0; r < count; r += Tile.ROWS) {
                tile.multiply(inputs, r * inFeatures, weights.values, panelStart, sums);
                tile.store(sums, (long) current * outFeatures, firstRow + r, Math.min(Tile.ROWS, count - r), output);
            }
        }
    }
}
