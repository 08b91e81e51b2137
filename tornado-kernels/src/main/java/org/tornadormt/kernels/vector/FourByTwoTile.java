package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A wide tile where there are 16 vector registers: 8 sums, 2 vectors of {@code b}, one of {@code a}. */
final class FourByTwoTile {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int BYTES = Lanes.COUNT * Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private FourByTwoTile() {}

    /** See {@link Tile#wide}. */
    static void compute(Tile tile, long aAt, int rows, MemorySegment b, long bAt, int count, long startAt, long outAt) {
        MemorySegment a = tile.a;
        MemorySegment start = tile.start;
        MemorySegment out = tile.out;
        long step = tile.step;
        long row0 = aAt;
        long row1 = Tile.row(aAt, tile.rowStride, rows, 1);
        long row2 = Tile.row(aAt, tile.rowStride, rows, 2);
        long row3 = Tile.row(aAt, tile.rowStride, rows, 3);
        long from0 = startAt * Float.BYTES;
        FloatVector sum0a = FloatVector.fromMemorySegment(SPECIES, start, from0, ORDER);
        FloatVector sum0b = FloatVector.fromMemorySegment(SPECIES, start, from0 + BYTES, ORDER);
        long from1 = Tile.row(startAt, tile.startStride, rows, 1) * Float.BYTES;
        FloatVector sum1a = FloatVector.fromMemorySegment(SPECIES, start, from1, ORDER);
        FloatVector sum1b = FloatVector.fromMemorySegment(SPECIES, start, from1 + BYTES, ORDER);
        long from2 = Tile.row(startAt, tile.startStride, rows, 2) * Float.BYTES;
        FloatVector sum2a = FloatVector.fromMemorySegment(SPECIES, start, from2, ORDER);
        FloatVector sum2b = FloatVector.fromMemorySegment(SPECIES, start, from2 + BYTES, ORDER);
        long from3 = Tile.row(startAt, tile.startStride, rows, 3) * Float.BYTES;
        FloatVector sum3a = FloatVector.fromMemorySegment(SPECIES, start, from3, ORDER);
        FloatVector sum3b = FloatVector.fromMemorySegment(SPECIES, start, from3 + BYTES, ORDER);
        for (int k = 0; k < count; k++) {
            long from = (bAt + (long) k * Tile.WIDTH) * Float.BYTES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, from, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, from + BYTES, ORDER);
            long offset = k * step;
            FloatVector x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row0 + offset));
            sum0a = x.fma(b0, sum0a);
            sum0b = x.fma(b1, sum0b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row1 + offset));
            sum1a = x.fma(b0, sum1a);
            sum1b = x.fma(b1, sum1b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row2 + offset));
            sum2a = x.fma(b0, sum2a);
            sum2b = x.fma(b1, sum2b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row3 + offset));
            sum3a = x.fma(b0, sum3a);
            sum3b = x.fma(b1, sum3b);
        }
        long to0 = outAt * Float.BYTES;
        sum0a.intoMemorySegment(out, to0, ORDER);
        sum0b.intoMemorySegment(out, to0 + BYTES, ORDER);
        long to1 = Tile.row(outAt, tile.outStride, rows, 1) * Float.BYTES;
        sum1a.intoMemorySegment(out, to1, ORDER);
        sum1b.intoMemorySegment(out, to1 + BYTES, ORDER);
        long to2 = Tile.row(outAt, tile.outStride, rows, 2) * Float.BYTES;
        sum2a.intoMemorySegment(out, to2, ORDER);
        sum2b.intoMemorySegment(out, to2 + BYTES, ORDER);
        long to3 = Tile.row(outAt, tile.outStride, rows, 3) * Float.BYTES;
        sum3a.intoMemorySegment(out, to3, ORDER);
        sum3b.intoMemorySegment(out, to3 + BYTES, ORDER);
    }
}
