package org.tornadormt.kernels;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * Constant numbers of 32 or 16 bits, as kernels take them: {@code floats}, {@code codes}, {@code decoding} and the bits of
 * the format are four arguments of a kernel, which reads with {@link #number}. The arrays that a format does not need have
 * one element, and are the same everywhere.
 *
 * @param format what they are stored as
 * @param floats the numbers, if they have 32 bits
 * @param codes the numbers, if they have 16 bits
 * @param decoding what each code stands for, if they have 16 bits
 */
public record StoredNumbers(NumberFormat format, FloatArray floats, ShortArray codes, FloatArray decoding) {

    /** What all numbers share: nobody writes it. */
    private static final class Shared {
        static final FloatArray NO_FLOATS = FloatArray.fromElements(0f);
        static final ShortArray NO_CODES = ShortArray.fromElements((short) 0);
        private static final Map<NumberFormat, FloatArray> TABLES = new EnumMap<>(NumberFormat.class);

        static synchronized FloatArray table(NumberFormat format) {
            return TABLES.computeIfAbsent(format, NumberFormat::table);
        }
    }

    /** Numbers of 32 bits. */
    public static StoredNumbers of(FloatArray floats) {
        return new StoredNumbers(NumberFormat.FLOAT32, floats, Shared.NO_CODES, Shared.NO_FLOATS);
    }

    /** Numbers of 16 bits. */
    public static StoredNumbers of(NumberFormat format, ShortArray codes) {
        return new StoredNumbers(format, Shared.NO_FLOATS, codes, Shared.table(format));
    }

    /** Zeros. */
    public static StoredNumbers zeros(NumberFormat format, int size) {
        StoredNumbers zeros = format == NumberFormat.FLOAT32 ? of(new FloatArray(size))
                : of(format, new ShortArray(size));
        zeros.segment().fill((byte) 0);
        return zeros;
    }

    /**
     * What a kernel does to read a number.
     *
     * @param bits of the format; a constant when the kernel is compiled, so that the choice costs nothing
     */
    public static float number(FloatArray floats, ShortArray codes, FloatArray decoding, int bits, int at) {
        float number;
        if (bits == Float.SIZE) {
            number = floats.get(at);
        } else {
            number = decoding.get(codes.get(at) & 0xffff);
        }
        return number;
    }

    /** Number {@code at}. */
    public float get(int at) {
        return format == NumberFormat.FLOAT32 ? floats.get(at) : format.decode(codes.get(at));
    }

    /** The array that holds them. */
    public TornadoNativeArray array() {
        return format == NumberFormat.FLOAT32 ? floats : codes;
    }

    /** The memory that holds them; a new view at every call. */
    public MemorySegment segment() {
        return format == NumberFormat.FLOAT32 ? floats.getSegment() : codes.getSegment();
    }

    /** How many there are. */
    public int size() {
        return format == NumberFormat.FLOAT32 ? floats.getSize() : codes.getSize();
    }

    /**
     * The numbers for whoever needs 32 bits, such as training.
     *
     * @throws IllegalStateException if they have 16
     */
    public FloatArray float32() {
        if (format != NumberFormat.FLOAT32) {
            throw new IllegalStateException("numbers are stored as " + format.text() + "; load the model as float32");
        }
        return floats;
    }
}
