package org.tornadormt.checkpoints.pytorch;

import java.util.List;

/**
 * A tensor as a pickle describes it: element [i, j, …] is the one at {@code offset + i * stride[0] + j * stride[1] + …}
 * of its storage.
 *
 * @param storage where its elements are
 * @param offset  the place of its first element, in elements; 0 or more
 * @param size    its dimensions, the slowest first; 0 or more each
 * @param stride  how many elements lie between neighbours of each dimension; 0 or more each
 */
record PickledTensor(Storage storage, long offset, List<Long> size, List<Long> stride) {
    /**
     * The number of its elements.
     *
     * @throws ArithmeticException if a {@code long} does not count them
     */
    long elementCount() {
        return size.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * The place of its last element in the storage; there must be one.
     *
     * @throws ArithmeticException if a {@code long} does not count so far
     */
    long lastElement() {
        long place = offset;
        for (int i = 0; i < size.size(); i++) {
            place = Math.addExact(place, Math.multiplyExact(size.get(i) - 1, stride.get(i)));
        }
        return place;
    }

    /** Whether its elements lie row by row without gaps. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = size.size() - 1; i >= 0; i--) {
            // The stride of a dimension of one is never used.
            if (size.get(i) != 1 && stride.get(i) != expected) {
                return elementCount() == 0;
            }
            expected *= size.get(i);
        }
        return true;
    }
}
