package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A linear map in register tiles. A panel of packed weights stays in the second cache while the rows pass; a long sum is
 * taken in parts, so that it stays there whatever {@code inFeatures}.
 */
final class LinearForm {
    /** Rows of a unit of work. */
    private static final int CHUNK_ROWS = 40 * Tile.ROWS;
    /** Inputs of a part of a sum. */
    private static final int PART = 768;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final MemorySegment bias;
    private final MemorySegment out;
    private final IntArray layer;
    private final int rows;
    private final int inFeatures;
    private final int outFeatures;
    private final int chunks;
    private final PackedWeights weights;
    private final Tile tile;
    private final ThreadLocal<float[]> sums = ThreadLocal.withInitial(() -> new float[Tile.ROWS * Tile.WIDTH]);

    LinearForm(FloatArray x, FloatArray weight, FloatArray bias, FloatArray out, IntArray layer, int rows,
            int inFeatures, int outFeatures) {
        this.bias = bias.getSegment();
        this.out = out.getSegment();
        this.layer = layer;
        this.rows = rows;
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        chunks = Math.ceilDiv(rows, CHUNK_ROWS);
        weights = new PackedWeights(weight.getSegment(), bias.getSize() / outFeatures, inFeatures, outFeatures);
        tile = new Tile(x.getSegment(), inFeatures, 1);
    }

    /** One unit of work is one panel for one chunk of rows. */
    RowForm rowForm() {
        return new RowForm(weights.panels() * chunks, 1, this::compute);
    }

    private void compute(int from, int to) {
        int current = layer.get(0);
        for (int unit = from; unit < to; unit++) {
            int panel = unit / chunks;
            int firstRow = unit % chunks * CHUNK_ROWS;
            multiply(current, panel, firstRow, Math.min(rows, firstRow + CHUNK_ROWS));
        }
    }

    private void multiply(int current, int panel, int firstRow, int lastRow) {
        float[] tileSums = sums.get();
        MemorySegment panelWeights = weights.panel(current, panel);
        int output = panel * Tile.WIDTH;
        int columns = Math.min(Tile.WIDTH, outFeatures - output);
        for (int k = 0; k < inFeatures; k += PART) {
            int count = Math.min(PART, inFeatures - k);
            for (int row = firstRow; row < lastRow; row += Tile.ROWS) {
                int tileRows = Math.min(Tile.ROWS, lastRow - row);
                long target = (long) row * outFeatures + output;
                if (k == 0) {
                    load(bias, (long) current * outFeatures + output, 0, columns, tileRows, tileSums);
                } else {
                    load(out, target, outFeatures, columns, tileRows, tileSums);
                }
                tile.wide((long) row * inFeatures + k, tileRows, panelWeights, (long) k * Tile.WIDTH, count, tileSums,
                        0);
                store(target, columns, tileRows, tileSums);
            }
        }
    }

    /** Sets the sums of a tile to rows that lie {@code stride} floats apart. */
    private static void load(MemorySegment source, long start, int stride, int columns, int tileRows,
            float[] tileSums) {
        for (int r = 0; r < tileRows; r++) {
            long row = (start + (long) r * stride) * Float.BYTES;
            if (columns < Tile.WIDTH) {
                MemorySegment.copy(source, FLOAT, row, tileSums, r * Tile.WIDTH, columns);
            } else {
                for (int j = 0; j < Tile.WIDTH; j += Lanes.COUNT) {
                    FloatVector.fromMemorySegment(Lanes.SPECIES, source, row + (long) j * Float.BYTES, ORDER)
                            .intoArray(tileSums, r * Tile.WIDTH + j);
                }
            }
        }
    }

    /** Puts that part of a tile into the output that lies inside it. */
    private void store(long start, int columns, int tileRows, float[] tileSums) {
        for (int r = 0; r < tileRows; r++) {
            long row = (start + (long) r * outFeatures) * Float.BYTES;
            if (columns < Tile.WIDTH) {
                MemorySegment.copy(tileSums, r * Tile.WIDTH, out, FLOAT, row, columns);
            } else {
                for (int j = 0; j < Tile.WIDTH; j += Lanes.COUNT) {
                    FloatVector.fromArray(Lanes.SPECIES, tileSums, r * Tile.WIDTH + j)
                            .intoMemorySegment(out, row + (long) j * Float.BYTES, ORDER);
                }
            }
        }
    }
}
