package org.tornadormt.model;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Makes arrays that hold zeros: TornadoVM's own hold whatever was there. */
final class Zeros {

    private Zeros() {}

    /** An array of {@code rows * columns} zeros. */
    static FloatArray floats(int rows, int columns) {
        long size = (long) rows * columns;
        if (size > Integer.MAX_VALUE) {
            throw new ModelException("a batch of " + rows + " rows times " + columns
                    + " values is more than one array holds; use a smaller batch or segment size");
        }
        FloatArray array = new FloatArray((int) size);
        array.getSegment().fill((byte) 0);
        return array;
    }

    /** An array of {@code size} zeros. */
    static IntArray ints(int size) {
        IntArray array = new IntArray(size);
        array.getSegment().fill((byte) 0);
        return array;
    }
}
