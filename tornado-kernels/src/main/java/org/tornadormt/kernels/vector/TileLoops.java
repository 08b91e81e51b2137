package org.tornadormt.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of a {@link Tile}.
 *
 * <p>They call nothing but what the JIT always inlines, the Vector API and memory segments: a vector that goes through any
 * other method becomes an object, in every round, as soon as the code is too large to inline that method. Sums go to an
 * array and not to memory segments, whose code is so much longer that the first of the JIT's compilers gives up, and the
 * second then never gets its turn.
 *
 * <p>A {@code break} between rows is never reached: neither {@code k} nor {@code rows} is negative, and their product
 * stays below 2³¹, but the JIT does not know that. It begins a new basic block. Within a block the JIT moves the loads of
 * all rows to the front, more than there are registers, and then moves sums to the stack and back in every round. On a
 * core of an AMD EPYC (Zen 4) with AVX2 and its 16 registers a tile of 6 × 2 ran at 45 of 114 GFLOP/s without them and at
 * 111 with them; where they are is found by trying.
 *
 * <p>{@link TileClasses} loads this class once for each step that is known beforehand, so that there it is a constant.
 */
final class TileLoops implements Tile {
    /** The step of all tiles of this class, or 0 if each has its own. */
    private static final long KNOWN_STEP = TileClasses.knownStep(MethodHandles.lookup());

    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int BYTES = Lanes.COUNT * Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private final MemorySegment a;
    private final long rowStride;
    private final long step;

    /** See {@link Tile#of}. */
    TileLoops(MemorySegment a, long rowStride, long step) {
        this.a = a;
        this.rowStride = rowStride;
        this.step = step;
    }

    @Override
    public void wide(long aStart, int rows, MemorySegment b, long bStart, int count, float[] sums, int at) {
        if (Lanes.MANY_REGISTERS) {
            sixByFour(aStart, rows, b, bStart, count, sums, at);
        } else {
            sixByTwo(aStart, rows, b, bStart, count, sums, at);
        }
    }

    private long row(long aStart, int rows, int row) {
        return aStart + Math.min(row, rows - 1) * rowStride;
    }

    private void sixByFour(long aStart, int rows, MemorySegment b, long bStart, int count, float[] sums, int at) {
        long row0 = aStart;
        long row1 = row(aStart, rows, 1);
        long row2 = row(aStart, rows, 2);
        long row3 = row(aStart, rows, 3);
        long row4 = row(aStart, rows, 4);
        long row5 = row(aStart, rows, 5);
        FloatVector sum0a = FloatVector.zero(SPECIES);
        FloatVector sum0b = FloatVector.zero(SPECIES);
        FloatVector sum0c = FloatVector.zero(SPECIES);
        FloatVector sum0d = FloatVector.zero(SPECIES);
        FloatVector sum1a = FloatVector.zero(SPECIES);
        FloatVector sum1b = FloatVector.zero(SPECIES);
        FloatVector sum1c = FloatVector.zero(SPECIES);
        FloatVector sum1d = FloatVector.zero(SPECIES);
        FloatVector sum2a = FloatVector.zero(SPECIES);
        FloatVector sum2b = FloatVector.zero(SPECIES);
        FloatVector sum2c = FloatVector.zero(SPECIES);
        FloatVector sum2d = FloatVector.zero(SPECIES);
        FloatVector sum3a = FloatVector.zero(SPECIES);
        FloatVector sum3b = FloatVector.zero(SPECIES);
        FloatVector sum3c = FloatVector.zero(SPECIES);
        FloatVector sum3d = FloatVector.zero(SPECIES);
        FloatVector sum4a = FloatVector.zero(SPECIES);
        FloatVector sum4b = FloatVector.zero(SPECIES);
        FloatVector sum4c = FloatVector.zero(SPECIES);
        FloatVector sum4d = FloatVector.zero(SPECIES);
        FloatVector sum5a = FloatVector.zero(SPECIES);
        FloatVector sum5b = FloatVector.zero(SPECIES);
        FloatVector sum5c = FloatVector.zero(SPECIES);
        FloatVector sum5d = FloatVector.zero(SPECIES);
        for (int k = 0; k < count; k++) {
            long from = (bStart + (long) k * WIDTH) * Float.BYTES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, from, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, from + BYTES, ORDER);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, from + 2 * BYTES, ORDER);
            FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, from + 3 * BYTES, ORDER);
            long offset = k * (KNOWN_STEP == 0 ? step : KNOWN_STEP);
            int never = k * rows;
            FloatVector x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row0 + offset));
            sum0a = x.fma(b0, sum0a);
            sum0b = x.fma(b1, sum0b);
            sum0c = x.fma(b2, sum0c);
            sum0d = x.fma(b3, sum0d);
            if (never == -1) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row1 + offset));
            sum1a = x.fma(b0, sum1a);
            sum1b = x.fma(b1, sum1b);
            sum1c = x.fma(b2, sum1c);
            sum1d = x.fma(b3, sum1d);
            if (never == -2) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row2 + offset));
            sum2a = x.fma(b0, sum2a);
            sum2b = x.fma(b1, sum2b);
            sum2c = x.fma(b2, sum2c);
            sum2d = x.fma(b3, sum2d);
            if (never == -3) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row3 + offset));
            sum3a = x.fma(b0, sum3a);
            sum3b = x.fma(b1, sum3b);
            sum3c = x.fma(b2, sum3c);
            sum3d = x.fma(b3, sum3d);
            if (never == -4) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row4 + offset));
            sum4a = x.fma(b0, sum4a);
            sum4b = x.fma(b1, sum4b);
            sum4c = x.fma(b2, sum4c);
            sum4d = x.fma(b3, sum4d);
            if (never == -5) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row5 + offset));
            sum5a = x.fma(b0, sum5a);
            sum5b = x.fma(b1, sum5b);
            sum5c = x.fma(b2, sum5c);
            sum5d = x.fma(b3, sum5d);
        }
        sum0a.intoArray(sums, at);
        sum0b.intoArray(sums, at + Lanes.COUNT);
        sum0c.intoArray(sums, at + 2 * Lanes.COUNT);
        sum0d.intoArray(sums, at + 3 * Lanes.COUNT);
        sum1a.intoArray(sums, at + WIDTH);
        sum1b.intoArray(sums, at + WIDTH + Lanes.COUNT);
        sum1c.intoArray(sums, at + WIDTH + 2 * Lanes.COUNT);
        sum1d.intoArray(sums, at + WIDTH + 3 * Lanes.COUNT);
        sum2a.intoArray(sums, at + 2 * WIDTH);
        sum2b.intoArray(sums, at + 2 * WIDTH + Lanes.COUNT);
        sum2c.intoArray(sums, at + 2 * WIDTH + 2 * Lanes.COUNT);
        sum2d.intoArray(sums, at + 2 * WIDTH + 3 * Lanes.COUNT);
        sum3a.intoArray(sums, at + 3 * WIDTH);
        sum3b.intoArray(sums, at + 3 * WIDTH + Lanes.COUNT);
        sum3c.intoArray(sums, at + 3 * WIDTH + 2 * Lanes.COUNT);
        sum3d.intoArray(sums, at + 3 * WIDTH + 3 * Lanes.COUNT);
        sum4a.intoArray(sums, at + 4 * WIDTH);
        sum4b.intoArray(sums, at + 4 * WIDTH + Lanes.COUNT);
        sum4c.intoArray(sums, at + 4 * WIDTH + 2 * Lanes.COUNT);
        sum4d.intoArray(sums, at + 4 * WIDTH + 3 * Lanes.COUNT);
        sum5a.intoArray(sums, at + 5 * WIDTH);
        sum5b.intoArray(sums, at + 5 * WIDTH + Lanes.COUNT);
        sum5c.intoArray(sums, at + 5 * WIDTH + 2 * Lanes.COUNT);
        sum5d.intoArray(sums, at + 5 * WIDTH + 3 * Lanes.COUNT);
    }

    private void sixByTwo(long aStart, int rows, MemorySegment b, long bStart, int count, float[] sums, int at) {
        long row0 = aStart;
        long row1 = row(aStart, rows, 1);
        long row2 = row(aStart, rows, 2);
        long row3 = row(aStart, rows, 3);
        long row4 = row(aStart, rows, 4);
        long row5 = row(aStart, rows, 5);
        FloatVector sum0a = FloatVector.zero(SPECIES);
        FloatVector sum0b = FloatVector.zero(SPECIES);
        FloatVector sum1a = FloatVector.zero(SPECIES);
        FloatVector sum1b = FloatVector.zero(SPECIES);
        FloatVector sum2a = FloatVector.zero(SPECIES);
        FloatVector sum2b = FloatVector.zero(SPECIES);
        FloatVector sum3a = FloatVector.zero(SPECIES);
        FloatVector sum3b = FloatVector.zero(SPECIES);
        FloatVector sum4a = FloatVector.zero(SPECIES);
        FloatVector sum4b = FloatVector.zero(SPECIES);
        FloatVector sum5a = FloatVector.zero(SPECIES);
        FloatVector sum5b = FloatVector.zero(SPECIES);
        for (int k = 0; k < count; k++) {
            long from = (bStart + (long) k * WIDTH) * Float.BYTES;
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, from, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, from + BYTES, ORDER);
            long offset = k * (KNOWN_STEP == 0 ? step : KNOWN_STEP);
            int never = k * rows;
            FloatVector x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row0 + offset));
            sum0a = x.fma(b0, sum0a);
            sum0b = x.fma(b1, sum0b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row1 + offset));
            if (never == -1) {
                break;
            }
            sum1a = x.fma(b0, sum1a);
            sum1b = x.fma(b1, sum1b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row2 + offset));
            sum2a = x.fma(b0, sum2a);
            sum2b = x.fma(b1, sum2b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row3 + offset));
            sum3a = x.fma(b0, sum3a);
            sum3b = x.fma(b1, sum3b);
            if (never == -2) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row4 + offset));
            sum4a = x.fma(b0, sum4a);
            sum4b = x.fma(b1, sum4b);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row5 + offset));
            sum5a = x.fma(b0, sum5a);
            sum5b = x.fma(b1, sum5b);
        }
        sum0a.intoArray(sums, at);
        sum0b.intoArray(sums, at + Lanes.COUNT);
        sum1a.intoArray(sums, at + WIDTH);
        sum1b.intoArray(sums, at + WIDTH + Lanes.COUNT);
        sum2a.intoArray(sums, at + 2 * WIDTH);
        sum2b.intoArray(sums, at + 2 * WIDTH + Lanes.COUNT);
        sum3a.intoArray(sums, at + 3 * WIDTH);
        sum3b.intoArray(sums, at + 3 * WIDTH + Lanes.COUNT);
        sum4a.intoArray(sums, at + 4 * WIDTH);
        sum4b.intoArray(sums, at + 4 * WIDTH + Lanes.COUNT);
        sum5a.intoArray(sums, at + 5 * WIDTH);
        sum5b.intoArray(sums, at + 5 * WIDTH + Lanes.COUNT);
    }

    @Override
    public void narrow(long aStart, int rows, MemorySegment b, long bStart, int count, float[] sums, int at) {
        long row0 = aStart;
        long row1 = row(aStart, rows, 1);
        long row2 = row(aStart, rows, 2);
        long row3 = row(aStart, rows, 3);
        long row4 = row(aStart, rows, 4);
        long row5 = row(aStart, rows, 5);
        long row6 = row(aStart, rows, 6);
        long row7 = row(aStart, rows, 7);
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        FloatVector sum4 = FloatVector.zero(SPECIES);
        FloatVector sum5 = FloatVector.zero(SPECIES);
        FloatVector sum6 = FloatVector.zero(SPECIES);
        FloatVector sum7 = FloatVector.zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bStart * Float.BYTES + (long) k * BYTES, ORDER);
            long offset = k * (KNOWN_STEP == 0 ? step : KNOWN_STEP);
            FloatVector x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row0 + offset));
            sum0 = x.fma(b0, sum0);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row1 + offset));
            sum1 = x.fma(b0, sum1);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row2 + offset));
            sum2 = x.fma(b0, sum2);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row3 + offset));
            sum3 = x.fma(b0, sum3);
            if (k * rows == -1) {
                break;
            }
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row4 + offset));
            sum4 = x.fma(b0, sum4);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row5 + offset));
            sum5 = x.fma(b0, sum5);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row6 + offset));
            sum6 = x.fma(b0, sum6);
            x = FloatVector.broadcast(SPECIES, a.getAtIndex(FLOAT, row7 + offset));
            sum7 = x.fma(b0, sum7);
        }
        sum0.intoArray(sums, at);
        sum1.intoArray(sums, at + Lanes.COUNT);
        sum2.intoArray(sums, at + 2 * Lanes.COUNT);
        sum3.intoArray(sums, at + 3 * Lanes.COUNT);
        sum4.intoArray(sums, at + 4 * Lanes.COUNT);
        sum5.intoArray(sums, at + 5 * Lanes.COUNT);
        sum6.intoArray(sums, at + 6 * Lanes.COUNT);
        sum7.intoArray(sums, at + 7 * Lanes.COUNT);
    }
}
