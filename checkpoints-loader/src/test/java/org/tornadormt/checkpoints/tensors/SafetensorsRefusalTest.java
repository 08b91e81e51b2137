package org.tornadormt.checkpoints.tensors;

import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsRefusalTest {
    @TempDir
    Path folder;

    @Test
    void refusesAMissingFile() {
        Path file = folder.resolve("absent.safetensors");
        assertRefused(() -> SafetensorsFile.open(file), "Cannot read " + file + ": it does not exist");
    }

    @Test
    void refusesAFolder() {
        assertRefused(() -> SafetensorsFile.open(folder), "Cannot read " + folder + ": it is a folder");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void refusesAFileThatIsShorterThanTheHeaderLength(int bytes) {
        assertFileRefused(new byte[bytes], bytes + " bytes are too few for a safetensors file");
    }

    @Test
    void refusesAHeaderOfLengthZero() {
        assertFileRefused(SafetensorsBytes.withLength(0, "{}"), "a header of 0 bytes cannot be");
    }

    @Test
    void refusesAHeaderThatIsLongerThanTheFile() {
        assertFileRefused(SafetensorsBytes.withLength(3, "{}"), "its header needs 3 bytes, but only 2 follow");
    }

    @Test
    void refusesAnAbsurdHeaderLengthWithoutAllocatingIt() {
        assertFileRefused(SafetensorsBytes.withLength(1L << 60, "{}"), "a header of 1152921504606846976 bytes");
    }

    @Test
    void refusesAHeaderLengthThatIsNegativeAsASignedNumber() {
        assertFileRefused(SafetensorsBytes.withLength(-1, "{}"), "a header of 18446744073709551615 bytes");
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() {
        byte[] content = SafetensorsBytes.of("{\"a\":{}}", 0);
        content[Long.BYTES + 2] = (byte) 0xFF;
        assertFileRefused(content, "header: not UTF-8");
    }

    @Test
    void refusesAHeaderThatIsNotJson() {
        assertHeaderRefused("{\"a\":", 0, "header: not valid JSON");
    }

    @Test
    void refusesAHeaderThatIsNotAnObject() {
        assertHeaderRefused("[]", 0, "header: not a JSON object");
    }

    @Test
    void refusesATensorThatIsDescribedTwice() {
        String entry = entry("a", "F32", "[1]", "[0,4]");
        assertHeaderRefused("{" + entry + "," + entry + "}", 4, "header: not valid JSON (Duplicate field 'a'");
    }

    @Test
    void refusesADescriptionThatIsNotAnObject() {
        assertHeaderRefused("{\"a\":[1]}", 0, "tensor a must be described by an object, found [1]");
    }

    @Test
    void refusesAMissingType() {
        assertHeaderRefused("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "tensor a has no field \"dtype\"");
    }

    @Test
    void refusesAMissingShape() {
        assertHeaderRefused("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "tensor a has no field \"shape\"");
    }

    @Test
    void refusesMissingOffsets() {
        assertHeaderRefused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "tensor a has no field \"data_offsets\"");
    }

    @Test
    void refusesAFieldThatMayChangeTheMeaning() {
        assertHeaderRefused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"strides\":[1]}}", 4,
                "tensor a has an unknown field \"strides\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"F8_E4M3\"", "\"f32\"", "\"\"", "32", "null"})
    void refusesAnUnknownType(String type) {
        assertHeaderRefused("{\"a\":{\"dtype\":" + type + ",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
                "tensor a has type " + type, "convert it to one of I64, F64, F32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[1.5]", "[\"1\"]", "[null]", "[9223372036854775808]", "[[1]]"})
    void refusesAShapeThatIsNotMadeOfNaturalNumbers(String shape) {
        assertHeaderRefused("{" + entry("a", "F32", shape, "[0,4]") + "}", 4,
                "tensor a must have whole numbers from 0 to 2^63-1 in shape, found " + shape);
    }

    @Test
    void refusesAShapeThatIsNotAnArray() {
        assertHeaderRefused("{" + entry("a", "F32", "1", "[0,4]") + "}", 4, "must have an array as shape, found 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[4294967296,4294967296]", "[4611686018427387904]", "[9223372036854775807,2]"})
    void refusesAShapeWhoseSizeOverflows(String shape) {
        assertHeaderRefused("{" + entry("a", "F32", shape, "[0,0]") + "}", 0, "tensor a has shape ",
                "more bytes than a file can hold");
    }

    @Test
    void refusesOffsetsThatRunBackwards() {
        assertHeaderRefused("{" + entry("a", "F32", "[1]", "[4,0]") + "}", 4,
                "must have data_offsets [begin, end] with begin <= end, found [4, 0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[0]", "[0,4,8]"})
    void refusesOffsetsThatAreNotAPair(String offsets) {
        assertHeaderRefused("{" + entry("a", "F32", "[1]", offsets) + "}", 4, "must have data_offsets [begin, end]");
    }

    @Test
    void refusesNegativeOffsets() {
        assertHeaderRefused("{" + entry("a", "F32", "[1]", "[-4,0]") + "}", 4, "in data_offsets, found [-4,0]");
    }

    @Test
    void refusesOffsetsBeyondTheFile() {
        assertHeaderRefused("{" + entry("a", "F32", "[2]", "[0,8]") + "}", 7,
                "tensor a ends at byte 8 of the data, but the file has only 7");
    }

    @Test
    void refusesTensorsThatOverlap() {
        assertHeaderRefused("{" + entry("a", "F32", "[2]", "[0,8]") + "," + entry("b", "F32", "[1]", "[4,8]") + "}", 8,
                "tensor b begins at byte 4, but a ends at 8: they overlap");
    }

    @Test
    void refusesAGapBetweenTensors() {
        assertHeaderRefused("{" + entry("a", "F32", "[1]", "[0,4]") + "," + entry("b", "F32", "[1]", "[5,9]") + "}", 9,
                "tensor b begins at byte 5, but a ends at 4: there is a gap");
    }

    @Test
    void refusesAGapBeforeTheFirstTensor() {
        assertHeaderRefused("{" + entry("a", "F32", "[1]", "[4,8]") + "}", 8,
                "tensor a begins at byte 4, but the header ends at 0: there is a gap");
    }

    @Test
    void refusesALengthThatDoesNotFitShapeAndType() {
        assertHeaderRefused("{" + entry("a", "F16", "[3]", "[0,8]") + "}", 8,
                "tensor a has shape [3] of F16, which is 6 bytes, but its data_offsets span 8");
    }

    @Test
    void refusesBytesAfterTheLastTensor() {
        assertHeaderRefused("{" + entry("a", "F32", "[1]", "[0,4]") + "}", 5, "1 bytes follow the last tensor");
    }

    @Test
    void refusesDataWithoutTensors() {
        assertHeaderRefused("{}", 1, "1 bytes follow the last tensor");
    }

    @Test
    void refusesMetadataThatIsNotAnObject() {
        assertHeaderRefused("{\"__metadata__\":\"pt\"}", 0, "__metadata__ must be an object of texts, found \"pt\"");
    }

    @Test
    void refusesMetadataThatIsNotText() {
        assertHeaderRefused("{\"__metadata__\":{\"step\":3}}", 0, "__metadata__: \"step\" must be a text, found 3");
    }

    private static String entry(String name, String type, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(name, type, shape, offsets);
    }

    private void assertHeaderRefused(String header, int dataBytes, String... parts) {
        assertFileRefused(SafetensorsBytes.of(header, dataBytes), parts);
    }

    private void assertFileRefused(byte[] content, String... parts) {
        Path file = folder.resolve("bad.safetensors");
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertRefused(() -> SafetensorsFile.open(file), parts);
        assertRefused(() -> SafetensorsFile.open(file), file.toString());
    }
}
