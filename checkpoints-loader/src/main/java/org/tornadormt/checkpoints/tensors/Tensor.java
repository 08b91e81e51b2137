package org.tornadormt.checkpoints.tensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * A named array of numbers. The elements stay where they are, usually in a memory-mapped file, which the operating system
 * takes back when it needs the memory, and are converted when they are read. Numbers of 16 bits can be copied out as they
 * are, too. Reading after the source was closed throws {@link IllegalStateException}.
 *
 * @param name   the name by which the source knows it
 * @param type   the type of its elements
 * @param shape  its dimensions, the slowest first; empty for a scalar
 * @param data   its elements, row by row, little-endian, without gaps; kept read-only
 * @param source the file it comes from, for messages
 */
public record Tensor(String name, TensorType type, List<Long> shape, MemorySegment data, String source) {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * @throws IllegalArgumentException if the shape and the data do not fit
     * @throws ArithmeticException      if the shape has more elements than a {@code long} counts
     */
    public Tensor {
        shape = List.copyOf(shape);
        data = data.asReadOnly();
        if (Math.multiplyExact(elementCount(shape), type.byteSize()) != data.byteSize()) {
            throw new IllegalArgumentException("%s: shape %s of %s does not fill %d bytes"
                    .formatted(name, shape, type, data.byteSize()));
        }
    }

    /**
     * A tensor of type F32 in memory.
     *
     * @param name   its name
     * @param shape  its dimensions
     * @param values its elements, row by row; copied
     * @return the tensor
     */
    public static Tensor ofFloats(String name, List<Long> shape, float... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, Float.BYTES)]);
        MemorySegment.copy(values, 0, data, TensorType.FLOAT, 0, values.length);
        return new Tensor(name, TensorType.F32, shape, data, "memory");
    }

    /**
     * A tensor of type I64 in memory.
     *
     * @param name   its name
     * @param shape  its dimensions
     * @param values its elements, row by row; copied
     * @return the tensor
     */
    public static Tensor ofLongs(String name, List<Long> shape, long... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, Long.BYTES)]);
        MemorySegment.copy(values, 0, data, TensorType.LONG, 0, values.length);
        return new Tensor(name, TensorType.I64, shape, data, "memory");
    }

    /** @return the number of elements; 1 for a scalar */
    public long elementCount() {
        return elementCount(shape);
    }

    /**
     * @param index the place of the element, counted row by row
     * @return the element; an F64 is rounded to the nearest float
     * @throws CheckpointException       if the elements are integers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public float floatAt(long index) {
        requireFloating();
        return type.floatAt(data, index);
    }

    /**
     * @param index the place of the element, counted row by row
     * @return the element; BOOL is 0 or 1
     * @throws CheckpointException       if the elements are floating-point numbers
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public long longAt(long index) {
        if (type.isFloating()) {
            throw problem("holds floating-point numbers (%s) where integers are needed".formatted(type));
        }
        return type.longAt(data, index);
    }

    /**
     * @return all elements, row by row
     * @throws CheckpointException if the elements are integers or more than a Java array holds
     */
    public float[] toFloats() {
        if (elementCount() > LONGEST_ARRAY) {
            throw problem("has %,d elements, more than a Java array holds".formatted(elementCount()));
        }
        float[] values = new float[(int) elementCount()];
        copyFloatsTo(MemorySegment.ofArray(values), 0);
        return values;
    }

    /**
     * Copies all elements, converted to float32 in the byte order of this machine.
     *
     * @param target       float32 memory, native or of an array
     * @param firstElement the place in {@code target}, in elements, that receives the first element
     * @throws CheckpointException       if the elements are integers
     * @throws IndexOutOfBoundsException if they do not fit into the target from there on
     */
    public void copyFloatsTo(MemorySegment target, long firstElement) {
        requireFloating();
        long count = elementCount();
        MemorySegment place = target.asSlice(firstElement * Float.BYTES, count * Float.BYTES);
        if (type == TensorType.F32) {
            MemorySegment.copy(data, TensorType.FLOAT, 0, place, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, count);
            return;
        }
        for (long i = 0; i < count; i++) {
            place.set(ValueLayout.JAVA_FLOAT_UNALIGNED, i * Float.BYTES, type.floatAt(data, i));
        }
    }

    /**
     * Copies all elements of a type of 16 bits as they are, in the byte order of this machine.
     *
     * @param target       memory for numbers of 16 bits, native or of an array
     * @param firstElement the place in {@code target}, in elements, that receives the first element
     * @throws CheckpointException       if the elements have other than 16 bits
     * @throws IndexOutOfBoundsException if they do not fit into the target from there on
     */
    public void copyCodesTo(MemorySegment target, long firstElement) {
        if (type.byteSize() != Short.BYTES) {
            throw problem("has elements of %d bytes (%s) where 16 bits are needed".formatted(type.byteSize(), type));
        }
        MemorySegment.copy(data, TensorType.SHORT, 0, target, ValueLayout.JAVA_SHORT_UNALIGNED,
                firstElement * Short.BYTES, elementCount());
    }

    /**
     * A view of some rows, that is, of a range of the first dimension.
     *
     * @param from the first row
     * @param to   the row after the last
     * @return a tensor of shape [to - from, …] that shares the elements
     * @throws CheckpointException if this is a scalar or has no such rows
     */
    public Tensor rows(long from, long to) {
        if (shape.isEmpty() || from < 0 || from > to || to > shape.getFirst()) {
            throw problem("has shape %s; rows %d to %d were asked for".formatted(shape, from, to));
        }
        long rowBytes = shape.getFirst() == 0 ? 0 : data.byteSize() / shape.getFirst();
        Long[] rowsShape = shape.toArray(Long[]::new);
        rowsShape[0] = to - from;
        MemorySegment view = data.asSlice(from * rowBytes, (to - from) * rowBytes);
        return new Tensor(name, type, List.of(rowsShape), view, source);
    }

    /**
     * @param expected the shape it must have
     * @return this tensor
     * @throws CheckpointException if it has another one
     */
    public Tensor requireShape(long... expected) {
        List<Long> expectedShape = Arrays.stream(expected).boxed().toList();
        if (!shape.equals(expectedShape)) {
            throw problem("has shape %s, expected %s; do config.json and the tensors belong together?"
                    .formatted(shape, expectedShape));
        }
        return this;
    }

    /**
     * Reads all elements once.
     *
     * @return this tensor
     * @throws CheckpointException if an element is NaN or infinite as a float, or the elements are integers
     */
    public Tensor requireFinite() {
        requireFloating();
        long count = elementCount();
        for (long i = 0; i < count; i++) {
            float value = type.floatAt(data, i);
            if (!Float.isFinite(value)) {
                throw problem("has %s at index %d, expected finite numbers only; the checkpoint is damaged"
                        .formatted(value, i));
            }
        }
        return this;
    }

    private void requireFloating() {
        if (!type.isFloating()) {
            throw problem("holds integers (%s) where floating-point numbers are needed".formatted(type));
        }
    }

    private CheckpointException problem(String what) {
        return new CheckpointException("%s: tensor %s %s".formatted(source, name, what));
    }

    private static long elementCount(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
