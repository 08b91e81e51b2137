package org.tornadormt.checkpoints.pytorch;

import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that no pickler writes, composed by hand. */
class PickleRefusalTest {
    private static final long[] TWO = {2};
    private static final long[] ONE = {1};

    @ParameterizedTest
    @CsvSource({"os, system", "posix, system", "builtins, eval", "__builtin__, exec", "subprocess, Popen",
        "java.lang, Runtime", "torch, load", "torch.hub, load", "numpy.core.multiarray, _reconstruct",
        "collections, namedtuple", "torch._utils, _rebuild_tensor_v2.__globals__", "'', OrderedDict"})
    void refusesEveryOtherFunctionByItsName(String module, String name) {
        assertPickleRefused(new PickleBytes().global(module, name).raw('(').text("x").raw('t', 'R'),
                "refuses to run " + module + "." + name);
        assertPickleRefused(new PickleBytes().text(module).text(name).raw(0x93, ')', 'R'),
                "refuses to run " + module + "." + name);
    }

    @Test
    void refusesAFunctionThatIsNamedButNeverCalled() {
        assertPickleRefused(new PickleBytes().raw('}').text("a").global("os", "system").raw('s'), "run os.system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_rebuild_qtensor", "_rebuild_sparse_tensor", "_rebuild_meta_tensor_no_storage"})
    void saysOfATensorOfAnotherKindThatItIsOne(String function) {
        assertPickleRefused(new PickleBytes().global("torch._utils", function),
                "has tensors that torch._utils." + function + " makes, of a kind that is not read here", ".to(torch.");
    }

    @ParameterizedTest
    @ValueSource(ints = {'i', 'o', 0x81, 0x8f, 0x92, 'P', 0x82, 0x97, 'I', '0', 'p', 'g', 0xFF, 0})
    void refusesInstructionsThatTensorsDoNotNeed(int code) {
        assertPickleRefused(new PickleBytes().raw(code), "has instruction 0x%02x".formatted(code));
    }

    @Test
    void refusesANewerProtocol() {
        assertPickleRefused(new PickleBytes().raw(0x80, 6), "is of protocol 6; up to 5 are known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "e", "s", "u", "t", "R", "b", "Q", "q0", "h0", "."})
    void refusesToTakeWhatIsNotThere(String instructions) {
        assertPickleRefused(new PickleBytes().raw(instructions.chars().toArray()), "data.pkl", "damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {'X', 'B', 'T'})
    void refusesALengthBeyondTheEndWithoutAllocatingIt(int code) {
        assertPickleRefused(new PickleBytes().raw(code).int4(-1), "data.pkl");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8d, 0x8e})
    void refusesALengthOf64BitsBeyondTheEnd(int code) {
        assertPickleRefused(new PickleBytes().raw(code, 0, 0, 0, 0, 0, 0, 0, 0x80), "ends in the middle");
        assertPickleRefused(new PickleBytes().raw(code, 0, 0, 0, 0, 0, 0, 0, 0x7F), "ends in the middle");
    }

    @Test
    void refusesATextThatIsNotUtf8() {
        assertPickleRefused(new PickleBytes().raw('X').int4(1).raw(0xFF), "has a text at byte 7 that is not UTF-8");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertPickleRefused(new PickleBytes().raw('}').text("a").raw('N', 's').text("a").raw('N', 's'),
                "has the key a twice in a dictionary");
        assertPickleRefused(new PickleBytes().raw('}', '(').text("a").raw('N').text("a").raw('N', 'u'),
                "has the key a twice in a dictionary");
    }

    @Test
    void refusesADictionaryThatIsAKey() {
        assertPickleRefused(new PickleBytes().raw('}', '}', 'N', 's'), "has a key of a dictionary that is neither");
    }

    @Test
    void refusesAKeyWithoutAValue() {
        assertPickleRefused(new PickleBytes().raw('}', '(', 'N', 'u'), "has a key without a value");
    }

    @Test
    void refusesAnythingAfterTheEnd() {
        assertPickleRefused(new PickleBytes().raw('}', '}', '.'), "goes on after its end");
        assertPickleRefused(new PickleBytes().raw('}', '.'), "goes on after its end");
    }

    @Test
    void survivesTuplesThatNestInThemselvesWithoutEnd() {
        // Each is a pair of the one before; comparing or walking them would take 2^10000 steps.
        var pickle = new PickleBytes().raw('}', ')');
        for (int i = 0; i < 10_000; i++) {
            pickle.raw('q', 0, 'h', 0, 0x86);
        }
        assertPickleRefused(pickle.raw('N', 's'), "holds no tensors by name");
    }

    @Test
    void survivesADictionaryThatContainsItself() {
        assertPickleRefused(new PickleBytes().raw('}', 'q', 0).text("model").raw('h', 0, 's'),
                "holds no tensors by name (it has: model)");
    }

    @Test
    void refusesMoreInstructionsThanACheckpointHas() {
        var pickle = new PickleBytes();
        for (int i = 0; i < 4_000_001; i++) {
            pickle.raw('N');
        }
        assertPickleRefused(pickle, "has more than 4,000,000 instructions");
    }

    @Test
    void refusesATensorBeyondItsStorage() {
        assertTensorRefused(2, 1, TWO, ONE, "tensor a ends at element 2 of its storage, which has only 2");
        assertTensorRefused(2, 0, TWO, TWO, "tensor a ends at element 2 of its storage, which has only 2");
        assertTensorRefused(2, 1L << 62, ONE, ONE, "tensor a ends at element 4611686018427387904");
    }

    @Test
    void refusesATensorWhoseSizeOverflows() {
        long large = 1L << 62;
        assertTensorRefused(2, 0, new long[]{large, large}, new long[]{0, 0}, "more than a file can hold");
        assertTensorRefused(2, 0, TWO, new long[]{Long.MAX_VALUE}, "tensor a ends at element 9223372036854775807");
        assertTensorRefused(2, 2, TWO, new long[]{Long.MAX_VALUE}, "more than a file can hold");
        assertTensorRefused(2, 0, new long[]{large, 4, 0}, new long[]{0, 0, 0}, "more than a file can hold");
    }

    @Test
    void refusesATensorThatRepeatsItsElements() {
        assertTensorRefused(2, 0, new long[]{1L << 40}, new long[]{0}, "tensor a repeats the elements of its storage");
    }

    @Test
    void refusesNegativeNumbers() {
        assertTensorRefused(2, -1, ONE, ONE, "not a whole number from 0 to 2^63-1");
        assertTensorRefused(2, 0, new long[]{-1}, ONE, "not a whole number from 0 to 2^63-1");
        assertTensorRefused(2, 1, TWO, new long[]{-1}, "not a whole number from 0 to 2^63-1");
        assertTensorRefused(-1, 0, ONE, ONE, "not a whole number from 0 to 2^63-1");
    }

    @Test
    void refusesStridesOfAnotherNumberThanDimensions() {
        assertTensorRefused(2, 0, TWO, new long[]{1, 1}, "has a tensor of 1 dimensions with 2 strides");
    }

    @Test
    void refusesMoreDimensionsThanThereAre() {
        assertTensorRefused(2, 0, new long[65], new long[65], "has a tensor of 65 dimensions");
    }

    @Test
    void refusesAStorageOfAnotherSizeThanItsData() {
        assertTensorRefused(3, 0, TWO, ONE, "its data/0 has 8 bytes, but data.pkl says 3 elements of F32");
        assertTensorRefused(Long.MAX_VALUE, 0, TWO, ONE, "data.pkl says 9223372036854775807 elements");
    }

    @Test
    void refusesAStorageThatIsNotThere() {
        byte[] pickle = new PickleBytes().raw('}').text("a").tensor(2, 0, TWO, ONE).raw('s').end();
        assertRefusedAsFile(ZipBytes.torchFile(pickle), "its data.pkl needs data/0, which is not there");
    }

    @Test
    void refusesToShowOneStorageAsMoreThanTheFile() {
        // 64 x 64 elements, transposed in 100 ways: 0.9 MB of copies from a file of 50 kB.
        var pickle = new PickleBytes().raw('}');
        for (int i = 0; i < 100; i++) {
            pickle.text("a" + i).tensor(64 * 64, i / 50, new long[]{62, 63 - i % 50}, new long[]{1, 64}).raw('s');
        }
        assertRefusedAsFile(ZipBytes.torchFile(pickle.end(), new byte[64 * 64 * Float.BYTES]),
                "not contiguous that they need more memory than the file has");
    }

    private static void assertTensorRefused(long elements, long offset, long[] size, long[] stride, String... parts) {
        byte[] pickle = new PickleBytes().raw('}').text("a").tensor(elements, offset, size, stride).raw('s').end();
        assertRefusedAsFile(ZipBytes.torchFile(pickle, ZipBytes.floats(1, 2)), parts);
    }

    private static void assertPickleRefused(PickleBytes pickle, String... parts) {
        assertRefusedAsFile(ZipBytes.torchFile(pickle.end()), parts);
    }

    private static void assertRefusedAsFile(byte[] content, String... parts) {
        inFile(content, file -> {
            assertRefused(() -> PyTorchFile.open(file), parts);
            assertRefused(() -> PyTorchFile.open(file), file.toString());
        });
    }
}
