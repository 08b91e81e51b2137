package org.tornadormt.checkpoints.pytorch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies the elements of a tensor of any strides so that they lie row by row. The bytes of an element stay as they are,
 * so its type does not matter, only its size.
 */
final class StridedCopy {
    private final PickledTensor tensor;
    private final MemorySegment storage;
    private final MemorySegment target;
    private final int elementBytes;

    /**
     * @param tensor  a tensor of one dimension or more that lies within its storage
     * @param storage the elements of its storage
     * @param target  room for exactly the elements of the tensor
     */
    StridedCopy(PickledTensor tensor, MemorySegment storage, MemorySegment target) {
        this.tensor = tensor;
        this.storage = storage;
        this.target = target;
        this.elementBytes = tensor.storage().elements().byteSize();
    }

    void run() {
        copy(0, tensor.offset(), 0);
    }

    /**
     * Copies everything below one index of each of the first {@code dimension} dimensions.
     *
     * @return the place in the target behind the last element that was copied
     */
    private long copy(int dimension, long from, long to) {
        long size = tensor.size().get(dimension);
        long stride = tensor.stride().get(dimension);
        if (dimension == tensor.size().size() - 1) {
            copyRow(from, stride, to, size);
            return to + size;
        }
        long end = to;
        for (long i = 0; i < size; i++) {
            end = copy(dimension + 1, from + i * stride, end);
        }
        return end;
    }

    private void copyRow(long from, long stride, long to, long count) {
        long source = from * elementBytes;
        long step = stride * elementBytes;
        long place = to * elementBytes;
        // One loop for each size: a loop that asks for the size of each element is several times slower.
        switch (elementBytes) {
            case Byte.BYTES -> {
                for (long i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_BYTE, place + i, storage.get(ValueLayout.JAVA_BYTE, source + i * step));
                }
            }
            case Short.BYTES -> {
                for (long i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_SHORT_UNALIGNED, place + i * Short.BYTES,
                            storage.get(ValueLayout.JAVA_SHORT_UNALIGNED, source + i * step));
                }
            }
            case Integer.BYTES -> {
                for (long i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_INT_UNALIGNED, place + i * Integer.BYTES,
                            storage.get(ValueLayout.JAVA_INT_UNALIGNED, source + i * step));
                }
            }
            case Long.BYTES -> {
                for (long i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_LONG_UNALIGNED, place + i * Long.BYTES,
                            storage.get(ValueLayout.JAVA_LONG_UNALIGNED, source + i * step));
                }
            }
            default -> throw new IllegalStateException("No type has elements of %d bytes".formatted(elementBytes));
        }
    }
}
