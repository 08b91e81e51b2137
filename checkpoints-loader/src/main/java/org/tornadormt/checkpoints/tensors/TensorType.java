package org.tornadormt.checkpoints.tensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of safetensors files that are read here. The constants bear the names of the file format and stand
 * in the order in which the reference library stores them, the widest first.
 */
public enum TensorType {
    /** Signed, 64 bits. */
    I64(8, false),
    /** IEEE 754 binary64. */
    F64(8, true),
    /** IEEE 754 binary32. */
    F32(4, true),
    /** Signed, 32 bits. */
    I32(4, false),
    /** The upper half of an F32: 8 bits of exponent, 7 of fraction. */
    BF16(2, true),
    /** IEEE 754 binary16. */
    F16(2, true),
    /** Signed, 16 bits. */
    I16(2, false),
    /** Signed, 8 bits. */
    I8(1, false),
    /** Unsigned, 8 bits. */
    U8(1, false),
    /** One byte, zero for false. */
    BOOL(1, false);

    /** Little-endian, as the format says, on any machine; unaligned, because a tensor may begin at any byte. */
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int byteSize;
    private final boolean floating;

    TensorType(int byteSize, boolean floating) {
        this.byteSize = byteSize;
        this.floating = floating;
    }

    /** @return the bytes of one element */
    public int byteSize() {
        return byteSize;
    }

    /** @return whether elements are read as {@code float}; all others are read as {@code long} */
    public boolean isFloating() {
        return floating;
    }

    /**
     * @param name a name as it stands in a file
     * @return the type of exactly this name, if it is read here
     */
    static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** The element at {@code index} of a floating type; an F64 is rounded to the nearest float. */
    float floatAt(MemorySegment data, long index) {
        return switch (this) {
            case F64 -> (float) data.get(DOUBLE, index * Double.BYTES);
            case F32 -> data.get(FLOAT, index * Float.BYTES);
            case F16 -> Float.float16ToFloat(data.get(SHORT, index * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, index * Short.BYTES) << Short.SIZE);
            case I64, I32, I16, I8, U8, BOOL -> throw new IllegalStateException(this + " is not a floating type");
        };
    }

    /** The element at {@code index} of an integer type; U8 is 0 to 255, BOOL is 0 or 1. */
    long longAt(MemorySegment data, long index) {
        return switch (this) {
            case I64 -> data.get(LONG, index * Long.BYTES);
            case I32 -> data.get(INT, index * Integer.BYTES);
            case I16 -> data.get(SHORT, index * Short.BYTES);
            case I8 -> data.get(ValueLayout.JAVA_BYTE, index);
            case U8 -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, index));
            case BOOL -> data.get(ValueLayout.JAVA_BYTE, index) == 0 ? 0 : 1;
            case F64, F32, F16, BF16 -> throw new IllegalStateException(this + " is not an integer type");
        };
    }
}
