package org.tornadormt.checkpoints.pytorch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.tensors.Tensor;

class PyTorchFileTest {
    private static final long[] TWO_BY_THREE = {2, 3};

    @TempDir
    Path folder;

    @Test
    void copiesOnlyWhatDoesNotLieRowByRow() throws IOException {
        byte[] pickle = new PickleBytes().raw('}').text("inplace").tensor(6, 0, TWO_BY_THREE, new long[]{3, 1}).raw('s')
                .text("columns").tensor(6, 0, TWO_BY_THREE, new long[]{1, 2}).raw('s').end();
        Path file = write(ZipBytes.torchFile(pickle, ZipBytes.floats(1, 2, 3, 4, 5, 6)));
        try (var opened = PyTorchFile.open(file)) {
            Tensor columns = opened.tensor("columns");
            assertThat(columns.toFloats()).containsExactly(1, 3, 5, 2, 4, 6);
            assertThat(opened.tensor("columns").data()).isEqualTo(columns.data());
            assertThat(opened.tensor("inplace").data()).isEqualTo(opened.tensor("inplace").data());
            assertThat(opened.tensor("inplace").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(opened.tensor("inplace").data().isMapped()).isTrue();
            assertThat(columns.data().isMapped()).isFalse();
        }
    }

    @Test
    void copiesNothingForTheStrideOfADimensionOfOne() throws IOException {
        byte[] pickle = new PickleBytes().raw('}').text("row").tensor(6, 3, new long[]{1, 3}, new long[]{1, 1}).raw('s')
                .end();
        try (var opened = PyTorchFile.open(write(ZipBytes.torchFile(pickle, ZipBytes.floats(1, 2, 3, 4, 5, 6))))) {
            assertThat(opened.tensor("row").toFloats()).containsExactly(4, 5, 6);
            assertThat(opened.tensor("row").data().isMapped()).isTrue();
        }
    }

    @Test
    void readsBeyondFourGibibytes() throws IOException {
        // 5 GiB on paper; the file system stores only the bytes that are written.
        long elements = 5L << 28;
        byte[] pickle = new PickleBytes().raw('}').text("a").tensor(elements, 0, new long[]{elements}, new long[]{1})
                .raw('s').end();
        Path file = folder.resolve("large.bin");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long data = localEntry(channel, 0, "x/data/0");
            long last = data + elements * Float.BYTES;
            channel.write(ByteBuffer.wrap(ZipBytes.floats(2.5f)), last - Float.BYTES);
            // The pickle lies behind the data, so that its place does not fit into 32 bits either.
            long afterPickle = localEntry(channel, last, "x/data.pkl") + pickle.length;
            channel.write(ByteBuffer.wrap(pickle), afterPickle - pickle.length);
            zip64Directory(channel, afterPickle, elements * Float.BYTES, last, pickle);
        }
        try (var opened = PyTorchFile.open(file)) {
            Tensor tensor = opened.tensor("a");
            assertThat(tensor.elementCount()).isEqualTo(1_342_177_280L);
            assertThat(tensor.floatAt(elements - 1)).isEqualTo(2.5f);
            assertThat(tensor.floatAt(elements - 2)).isZero();
        }
    }

    @Test
    void namesAMissingTensorTheFileAndCloseNames() throws IOException {
        byte[] pickle = new PickleBytes().raw('}').text("ln_1.weight").tensor(1, 0, new long[0], new long[0]).raw('s')
                .end();
        Path file = write(ZipBytes.torchFile(pickle, ZipBytes.floats(7)));
        try (var opened = PyTorchFile.open(file)) {
            assertRefused(() -> opened.tensor("ln_2.weight"),
                    file + ": tensor ln_2.weight is missing; close names: ln_1.weight");
            assertThat(opened.tensor("ln_1.weight").source()).isEqualTo(file.toString());
        }
    }

    @Test
    void freesTheFileOnCloseAndMayBeClosedTwice() throws IOException {
        byte[] pickle = new PickleBytes().raw('}').text("columns").tensor(6, 0, TWO_BY_THREE, new long[]{1, 2}).raw('s')
                .end();
        var opened = PyTorchFile.open(write(ZipBytes.torchFile(pickle, ZipBytes.floats(1, 2, 3, 4, 5, 6))));
        Tensor tensor = opened.tensor("columns");
        opened.close();
        opened.close();
        assertThatThrownBy(() -> tensor.floatAt(0)).isInstanceOf(IllegalStateException.class);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("model.bin"), content);
    }

    /** Writes the header before the data of an entry; the place where the data begin. */
    private static long localEntry(FileChannel channel, long place, String name) throws IOException {
        ByteBuffer header = little(30 + name.length()).putInt(ZipBytes.LOCAL_HEADER).putShort(26, (short) name.length())
                .position(30).put(name.getBytes(UTF_8)).flip();
        channel.write(header, place);
        return place + header.limit();
    }

    private static void zip64Directory(FileChannel channel, long place, long dataBytes, long pickleHeader,
            byte[] pickle)
            throws IOException {
        var checksum = new CRC32();
        checksum.update(pickle);
        ByteBuffer directory = little(1000);
        directoryEntry(directory, "x/data/0", 0, 0xFFFFFFFF, 0, dataBytes, dataBytes);
        directoryEntry(directory, "x/data.pkl", (int) checksum.getValue(), pickle.length, 0xFFFFFFFF, pickleHeader);
        long size = directory.position();
        directory.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0).putLong(2).putLong(2).putLong(size)
                .putLong(place);
        directory.putInt(0x07064b50).putInt(0).putLong(place + size).putInt(1);
        directory.putInt(ZipBytes.END).putInt(0).putInt(0xFFFFFFFF).putInt(0xFFFFFFFF).putInt(0xFFFFFFFF)
                .putShort((short) 0);
        channel.write(directory.flip(), place);
    }

    private static void directoryEntry(ByteBuffer directory, String name, int checksum, int size, int localHeader,
            long... zip64) {
        directory.putInt(ZipBytes.DIRECTORY_HEADER).putInt(0).putInt(0).putInt(0).putInt(checksum).putInt(size)
                .putInt(size).putShort((short) name.length()).putShort((short) (4 + zip64.length * Long.BYTES))
                .putShort((short) 0).putInt(0).putInt(0).putInt(localHeader).put(name.getBytes(UTF_8))
                .putShort((short) 1).putShort((short) (zip64.length * Long.BYTES));
        for (long number : zip64) {
            directory.putLong(number);
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
