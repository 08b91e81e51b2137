package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A wide tile where there are 32 vector registers: 24 sums, 4 vectors of {@code b}, one of {@code a}. */
final class SixByFourTile {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int BYTES = Lanes.COUNT * Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private SixByFourTile() {}

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
        long row4 = Tile.row(aAt, tile.rowStride, rows, 4);
        long row5 = Tile.row(aAt, tile.rowStride, rows, 5);
        long from0 = startAt * Float.BYTES;
        FloatVector sum0a = FloatVector.fromMemorySegment(SPECIES, start, from0, ORDER);
        FloatVector sum0b = FloatVector.fromMemorySegment(SPECIES, start, from0 + BYTES, ORDER);
        FloatVector sum0c = FloatVector.fromMemorySegment(SPECIES, start, from0 + 2 * BYTES, ORDER);
        FloatVector sum0d = FloatVector.fromMemorySegment(SPECIES, start, from0 + 3 * BYTES, ORDER);
        long from1 = Tile.row(startAt, tile.startStride, rows, 1) * Float.BYTES;
        FloatVector sum1a = FloatVector.fromMemorySegment(SPECIES, start, from1, ORDER);
        FloatVector sum1b = FloatVector.fromMemorySegment(SPECIES, start, from1 + BYTES, ORDER);
        FloatVector sum1c = FloatVector.fromMemorySegment(SPECIES, start, from1 + 2 * BYTES, ORDER);
        FloatVector sum1d = FloatVector.fromMemorySegment(SPECIES, start, from1 + 3 * BYTES, ORDER);
        long from2 = Tile.row(startAt, tile.startStride, rows, 2) * Float.BYTES;
        FloatVector sum2a = FloatVector.fromMemorySegment(SPECIES, start, from2, ORDER);
        FloatVector sum2b = FloatVector.fromMemorySegment(SPECIES, start, from2 + BYTES, ORDER);
        FloatVector sum2c = FloatVector.fromMemorySegment(SPECIES, start, from2 + 2 * BYTES, ORDER);
        FloatVector sum2d = FloatVector.fromMemorySegment(SPECIES, start, from2 + 3 * BYTES, ORDER);
        long from3 = Tile.row(startAt, tile.startStride, rows, 3) * Float.BYTES;
        FloatVector sum3a = FloatVector.fromMemorySegment(SPECIES, start, from3, ORDER);
        FloatVector sum3b = FloatVector.fromMemorySegment(SPECIES, start, from3 + BYTES, ORDER);
        FloatVector sum3c = FloatVector.fromMemorySegment(SPECIES, start, from3 + 2 * BYTES, ORDER);
        FloatVector sum3d = FloatVector.fromMemorySegment(SPECIES, start, from3 + 3 * BYTES, ORDER);
        long from4 = Tile.row(startAt, tile.startStride, rows, 4) * Float.BYTES;
        FloatVector sum4a = FloatVector.fromMemorySegment(SPECIES, start, from4, ORDER);
        FloatVector sum4b = FloatVector.fromMemorySegment(SPECIES, start, from4 + BYTES, ORDER);
        FloatVector sum4c = FloatVector.fromMemorySegment(SPECIES, start, from4 + 2 * BYTES, ORDER);
        FloatVector sum4d = FloatVector.fromMemorySegment(SPECIES, start, from4 + 3 * BYTES, ORDER);
        long from5 = Tile.row(startAt, tile.startStride, rows, 5) * Float.BYTES;
        FloatVector sum5a = FloatVector.fromMemorySegment(SPECIES, start, from5, ORDER);
        FloatVector sum5b = FloatVector.fromMemorySegment(SPECIES, start, from5 + BYTES, ORDER);
        FloatVector sum5c = FloatVector.fromMemorySegment(SPECIES, start, from5 + 2 * BYTES, ORDER);
        FloatVector sum5d = FloatVector.fromMemorySegment(SPECIES, start, from5 + 3 * BYTES, ORDER);
        for (int k = 0; k < count; k++) {
            long from = (bAt + (long) k * Tile.WIDTH) * Float.BYTES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, from, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, from + BYTES, ORDER);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, from + 2 * BYTES, ORDER);
            FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, from + 3 * BYTES, ORDER);
            long offset = k * step;
            FloatVector x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row0 + offset));
            sum0a = x.fma(b0, sum0a);
            sum0b = x.fma(b1, sum0b);
            sum0c = x.fma(b2, sum0c);
            sum0d = x.fma(b3, sum0d);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row1 + offset));
            sum1a = x.fma(b0, sum1a);
            sum1b = x.fma(b1, sum1b);
            sum1c = x.fma(b2, sum1c);
            sum1d = x.fma(b3, sum1d);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row2 + offset));
            sum2a = x.fma(b0, sum2a);
            sum2b = x.fma(b1, sum2b);
            sum2c = x.fma(b2, sum2c);
            sum2d = x.fma(b3, sum2d);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row3 + offset));
            sum3a = x.fma(b0, sum3a);
            sum3b = x.fma(b1, sum3b);
            sum3c = x.fma(b2, sum3c);
            sum3d = x.fma(b3, sum3d);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row4 + offset));
            sum4a = x.fma(b0, sum4a);
            sum4b = x.fma(b1, sum4b);
            sum4c = x.fma(b2, sum4c);
            sum4d = x.fma(b3, sum4d);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row5 + offset));
            sum5a = x.fma(b0, sum5a);
            sum5b = x.fma(b1, sum5b);
            sum5c = x.fma(b2, sum5c);
            sum5d = x.fma(b3, sum5d);
        }
        long to0 = outAt * Float.BYTES;
        sum0a.intoMemorySegment(out, to0, ORDER);
        sum0b.intoMemorySegment(out, to0 + BYTES, ORDER);
        sum0c.intoMemorySegment(out, to0 + 2 * BYTES, ORDER);
        sum0d.intoMemorySegment(out, to0 + 3 * BYTES, ORDER);
        long to1 = Tile.row(outAt, tile.outStride, rows, 1) * Float.BYTES;
        sum1a.intoMemorySegment(out, to1, ORDER);
        sum1b.intoMemorySegment(out, to1 + BYTES, ORDER);
        sum1c.intoMemorySegment(out, to1 + 2 * BYTES, ORDER);
        sum1d.intoMemorySegment(out, to1 + 3 * BYTES, ORDER);
        long to2 = Tile.row(outAt, tile.outStride, rows, 2) * Float.BYTES;
        sum2a.intoMemorySegment(out, to2, ORDER);
        sum2b.intoMemorySegment(out, to2 + BYTES, ORDER);
        sum2c.intoMemorySegment(out, to2 + 2 * BYTES, ORDER);
        sum2d.intoMemorySegment(out, to2 + 3 * BYTES, ORDER);
        long to3 = Tile.row(outAt, tile.outStride, rows, 3) * Float.BYTES;
        sum3a.intoMemorySegment(out, to3, ORDER);
        sum3b.intoMemorySegment(out, to3 + BYTES, ORDER);
        sum3c.intoMemorySegment(out, to3 + 2 * BYTES, ORDER);
        sum3d.intoMemorySegment(out, to3 + 3 * BYTES, ORDER);
        long to4 = Tile.row(outAt, tile.outStride, rows, 4) * Float.BYTES;
        sum4a.intoMemorySegment(out, to4, ORDER);
        sum4b.intoMemorySegment(out, to4 + BYTES, ORDER);
        sum4c.intoMemorySegment(out, to4 + 2 * BYTES, ORDER);
        sum4d.intoMemorySegment(out, to4 + 3 * BYTES, ORDER);
        long to5 = Tile.row(outAt, tile.outStride, rows, 5) * Float.BYTES;
        sum5a.intoMemorySegment(out, to5, ORDER);
        sum5b.intoMemorySegment(out, to5 + BYTES, ORDER);
        sum5c.intoMemorySegment(out, to5 + 2 * BYTES, ORDER);
        sum5d.intoMemorySegment(out, to5 + 3 * BYTES, ORDER);
    }
}
