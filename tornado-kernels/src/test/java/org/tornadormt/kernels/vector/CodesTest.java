package org.tornadormt.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.StoredNumbers;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.ShortArray;

/** Every decoder gives for each of the 65,536 codes exactly the number that it stands for. */
final class CodesTest {
    private static final int CODES = 1 << Short.SIZE;

    @ParameterizedTest
    @EnumSource(names = {"BFLOAT16", "FLOAT16"})
    void allCodesAreDecodedExactly(NumberFormat format) {
        ShortArray codes = new ShortArray(CODES + 3);
        for (int code = 0; code < CODES; code++) {
            codes.set(code + 3, (short) code);
        }
        StoredNumbers numbers = StoredNumbers.of(format, codes);
        MemorySegment vectors = new FloatArray(CODES).getSegment();

        Codes.decode(format, codes.getSegment(), 3, CODES, vectors);

        for (int code = 0; code < CODES; code++) {
            float expected = formula(format, code);
            int at = code + 3;
            same(format, code, numbers.get(at), expected);
            same(format, code, StoredNumbers.number(numbers.floats(), codes, numbers.decoding(), format.bits(), at),
                    expected);
            same(format, code, vectors.getAtIndex(ValueLayout.JAVA_FLOAT, code), expected);
        }
    }

    @Test
    void numbersThatAFormatHasAreEncodedAsThey() {
        for (int code = 0; code < CODES; code++) {
            for (NumberFormat format : new NumberFormat[]{NumberFormat.BFLOAT16, NumberFormat.FLOAT16}) {
                if (!Float.isNaN(format.decode((short) code))) {
                    assertThat(format.encode(format.decode((short) code))).isEqualTo((short) code);
                }
            }
        }
    }

    private static void same(NumberFormat format, int code, float actual, float expected) {
        if (Float.isNaN(expected) ? !Float.isNaN(actual)
                : Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
            assertThat(actual).as("code %04x of %s", code, format).isEqualTo(expected);
        }
    }

    /** IEEE 754, section 3.4: sign, exponent and fraction, in double precision. */
    private static float formula(NumberFormat format, int code) {
        int fractionBits = format == NumberFormat.BFLOAT16 ? 7 : 10;
        int exponentBits = Short.SIZE - 1 - fractionBits;
        int bias = (1 << exponentBits - 1) - 1;
        int exponent = code >> fractionBits & (1 << exponentBits) - 1;
        double fraction = (code & (1 << fractionBits) - 1) / (double) (1 << fractionBits);
        double magnitude;
        if (exponent == (1 << exponentBits) - 1) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = exponent == 0 ? fraction * Math.pow(2, 1 - bias)
                    : (1 + fraction) * Math.pow(2, exponent - bias);
        }
        return (float) (code >> Short.SIZE - 1 == 0 ? magnitude : -magnitude);
    }
}
