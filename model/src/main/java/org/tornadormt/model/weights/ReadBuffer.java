package org.tornadormt.model.weights;

import java.lang.foreign.MemorySegment;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.NumberFormat;

/**
 * Memory that parts of tensors pass through. It is the same for all of them: what is new for each counts towards the
 * peak of loading, because the JVM does not collect its garbage before there is more of it than a small model has.
 */
final class ReadBuffer {
    private MemorySegment memory = MemorySegment.ofArray(new float[0]);

    /**
     * Reads all numbers of a tensor.
     *
     * @return what has them from its start on, in that format, until something else is read
     */
    MemorySegment read(Tensor tensor, NumberFormat format) {
        long bytes = tensor.elementCount() * format.byteSize();
        if (memory.byteSize() < bytes) {
            memory = MemorySegment.ofArray(new float[Math.toIntExact(Math.ceilDiv(bytes, Float.BYTES))]);
        }
        copy(tensor, format, memory);
        return memory;
    }

    /** Copies all numbers of a tensor: in 32 bits whatever they have, or in the 16 that they have. */
    static void copy(Tensor tensor, NumberFormat format, MemorySegment target) {
        if (format == NumberFormat.FLOAT32) {
            tensor.copyFloatsTo(target, 0);
        } else {
            tensor.copyCodesTo(target, 0);
        }
    }
}
