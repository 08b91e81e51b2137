package org.tornadormt.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** How numbers are stored. They are computed with in 32 bits, whatever they are stored as. */
public enum NumberFormat {
    /** IEEE 754 binary32. */
    FLOAT32("float32", Float.BYTES),
    /** The upper half of a binary32: 8 bits of exponent, 7 of fraction. */
    BFLOAT16("bfloat16", Short.BYTES),
    /** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
    FLOAT16("float16", Short.BYTES);

    private static final int CODES = 1 << Short.SIZE;

    private final String text;
    private final int byteSize;

    NumberFormat(String text, int byteSize) {
        this.text = text;
        this.byteSize = byteSize;
    }

    /** Its name for people. */
    public String text() {
        return text;
    }

    /** Bytes of a number. */
    public int byteSize() {
        return byteSize;
    }

    /** Bits of a number. */
    public int bits() {
        return byteSize * Byte.SIZE;
    }

    /** The number that a code of 16 bits stands for; exact, since each is a number of 32 bits too. */
    public float decode(short code) {
        return switch (this) {
            case BFLOAT16 -> Float.intBitsToFloat(code << Short.SIZE);
            case FLOAT16 -> Float.float16ToFloat(code);
            case FLOAT32 -> throw new IllegalStateException("numbers of 32 bits have no codes of 16");
        };
    }

    /** The code of a number that is near {@code number}: the nearest of binary16, the next towards 0 of bfloat16. */
    public short encode(float number) {
        return switch (this) {
            case BFLOAT16 -> (short) (Float.floatToRawIntBits(number) >>> Short.SIZE);
            case FLOAT16 -> Float.floatToFloat16(number);
            case FLOAT32 -> throw new IllegalStateException("numbers of 32 bits have no codes of 16");
        };
    }

    /** What each of the 65,536 codes stands for. Devices have no instruction for it that works on all of them. */
    FloatArray table() {
        FloatArray table = new FloatArray(CODES);
        for (int code = 0; code < CODES; code++) {
            table.set(code, decode((short) code));
        }
        return table;
    }
}
