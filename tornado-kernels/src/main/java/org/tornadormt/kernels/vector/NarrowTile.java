package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** A tile of one vector of columns: 8 sums, one vector of {@code b}, one of {@code a}. */
final class NarrowTile {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int BYTES = Lanes.COUNT * Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private NarrowTile() {}

    /** See {@link Tile#narrow}. */
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
        long row6 = Tile.row(aAt, tile.rowStride, rows, 6);
        long row7 = Tile.row(aAt, tile.rowStride, rows, 7);
        long from0 = startAt * Float.BYTES;
        FloatVector sum0 = FloatVector.fromMemorySegment(SPECIES, start, from0, ORDER);
        long from1 = Tile.row(startAt, tile.startStride, rows, 1) * Float.BYTES;
        FloatVector sum1 = FloatVector.fromMemorySegment(SPECIES, start, from1, ORDER);
        long from2 = Tile.row(startAt, tile.startStride, rows, 2) * Float.BYTES;
        FloatVector sum2 = FloatVector.fromMemorySegment(SPECIES, start, from2, ORDER);
        long from3 = Tile.row(startAt, tile.startStride, rows, 3) * Float.BYTES;
        FloatVector sum3 = FloatVector.fromMemorySegment(SPECIES, start, from3, ORDER);
        long from4 = Tile.row(startAt, tile.startStride, rows, 4) * Float.BYTES;
        FloatVector sum4 = FloatVector.fromMemorySegment(SPECIES, start, from4, ORDER);
        long from5 = Tile.row(startAt, tile.startStride, rows, 5) * Float.BYTES;
        FloatVector sum5 = FloatVector.fromMemorySegment(SPECIES, start, from5, ORDER);
        long from6 = Tile.row(startAt, tile.startStride, rows, 6) * Float.BYTES;
        FloatVector sum6 = FloatVector.fromMemorySegment(SPECIES, start, from6, ORDER);
        long from7 = Tile.row(startAt, tile.startStride, rows, 7) * Float.BYTES;
        FloatVector sum7 = FloatVector.fromMemorySegment(SPECIES, start, from7, ORDER);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt * Float.BYTES + (long) k * BYTES, ORDER);
            long offset = k * step;
            FloatVector x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row0 + offset));
            sum0 = x.fma(b0, sum0);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row1 + offset));
            sum1 = x.fma(b0, sum1);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row2 + offset));
            sum2 = x.fma(b0, sum2);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row3 + offset));
            sum3 = x.fma(b0, sum3);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row4 + offset));
            sum4 = x.fma(b0, sum4);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row5 + offset));
            sum5 = x.fma(b0, sum5);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row6 + offset));
            sum6 = x.fma(b0, sum6);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row7 + offset));
            sum7 = x.fma(b0, sum7);
        }
        long to0 = outAt * Float.BYTES;
        sum0.intoMemorySegment(out, to0, ORDER);
        long to1 = Tile.row(outAt, tile.outStride, rows, 1) * Float.BYTES;
        sum1.intoMemorySegment(out, to1, ORDER);
        long to2 = Tile.row(outAt, tile.outStride, rows, 2) * Float.BYTES;
        sum2.intoMemorySegment(out, to2, ORDER);
        long to3 = Tile.row(outAt, tile.outStride, rows, 3) * Float.BYTES;
        sum3.intoMemorySegment(out, to3, ORDER);
        long to4 = Tile.row(outAt, tile.outStride, rows, 4) * Float.BYTES;
        sum4.intoMemorySegment(out, to4, ORDER);
        long to5 = Tile.row(outAt, tile.outStride, rows, 5) * Float.BYTES;
        sum5.intoMemorySegment(out, to5, ORDER);
        long to6 = Tile.row(outAt, tile.outStride, rows, 6) * Float.BYTES;
        sum6.intoMemorySegment(out, to6, ORDER);
        long to7 = Tile.row(outAt, tile.outStride, rows, 7) * Float.BYTES;
        sum7.intoMemorySegment(out, to7, ORDER);
    }
}
