package org.tornadormt.checkpoints.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.DamagedFile.assertRefusedOrReadable;
import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Damages sound files: the reader refuses them in words or reads them within their bounds, and never breaks. */
class PyTorchFuzzTest {
    private static final Path REFERENCE = Path.of("src/test/resources/pytorch");
    private static final int PICKLE_END = '.';

    /** Without checksums, because with them nearly all damage would end there. */
    private final List<byte[]> sound = List.of(unchecked("strided.pt"), unchecked("trainer.pth"),
            unchecked("types-protocol-4.bin"), unchecked("parameters.pt"));
    private final byte[] opcodes = opcodes();

    @Property
    void damagedBytesAreRefusedOrReadWithinBounds(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        byte[] damaged = any(random);
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertRefusedOrReadable(damaged, PyTorchFile::open);
    }

    @Property
    void aDamagedPickleIsRefusedOrReadWithinBounds(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 3) int count) {
        byte[] damaged = any(random);
        int begin = pickleBegin(damaged);
        int length = pickleLength(damaged);
        for (int i = 0; i < count; i++) {
            int place = begin + random.nextInt(length);
            // An instruction in place of another byte gets further than a random byte does.
            damaged[place] = random.nextBoolean() ? opcodes[random.nextInt(opcodes.length)] : (byte) random.nextInt();
        }
        assertRefusedOrReadable(damaged, PyTorchFile::open);
    }

    @Property
    void aPickleWithPartsCopiedOverOthersIsRefusedOrReadWithinBounds(@ForAll Random random) {
        byte[] damaged = any(random);
        int begin = pickleBegin(damaged);
        int length = pickleLength(damaged);
        int part = 1 + random.nextInt(Math.min(64, length));
        System.arraycopy(damaged, begin + random.nextInt(length - part + 1), damaged,
                begin + random.nextInt(length - part + 1), part);
        assertRefusedOrReadable(damaged, PyTorchFile::open);
    }

    @Property
    void damagedZipDirectoriesAreRefusedOrReadWithinBounds(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        byte[] damaged = any(random);
        int directory = ZipBytes.find(damaged, ZipBytes.DIRECTORY_HEADER);
        for (int i = 0; i < count; i++) {
            int place = directory + random.nextInt(damaged.length - directory);
            damaged[place] = random.nextBoolean() ? (byte) 0xFF : (byte) random.nextInt();
        }
        assertRefusedOrReadable(damaged, PyTorchFile::open);
    }

    @Property
    void randomInstructionsAreRefused(@ForAll @Size(max = 200) List<@IntRange(max = 45) Integer> choices) {
        var pickle = new PickleBytes();
        choices.forEach(choice -> pickle.raw(Byte.toUnsignedInt(opcodes[choice % opcodes.length])));
        byte[] file = ZipBytes.torchFile(pickle.end());
        inFile(file, path -> assertRefused(() -> PyTorchFile.open(path), path.toString()));
    }

    @Property
    void randomBytesAreRefused(@ForAll @Size(max = 64) byte[] noise) {
        inFile(noise, file -> assertRefused(() -> PyTorchFile.open(file), file.toString()));
    }

    private byte[] any(Random random) {
        return sound.get(random.nextInt(sound.size())).clone();
    }

    /** The first entry of a file of torch.save is its pickle. */
    private static int pickleBegin(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int header = ZipBytes.find(file, ZipBytes.LOCAL_HEADER);
        return header + 30 + bytes.getShort(header + 26) + bytes.getShort(header + 28);
    }

    private static int pickleLength(byte[] file) {
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)
                .getInt(ZipBytes.find(file, ZipBytes.DIRECTORY_HEADER) + 24);
        assertThat(file[pickleBegin(file) + length - 1]).isEqualTo((byte) PICKLE_END);
        return length;
    }

    private static byte[] unchecked(String name) {
        try {
            byte[] file = Files.readAllBytes(REFERENCE.resolve(name));
            return ZipBytes.patched(file, ZipBytes.find(file, ZipBytes.DIRECTORY_HEADER) + 16, Integer.BYTES, 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] opcodes() {
        int[] codes = IntStream.range(0, 256).filter(code -> Opcode.of(code).isPresent()).toArray();
        byte[] opcodes = new byte[codes.length];
        for (int i = 0; i < codes.length; i++) {
            opcodes[i] = (byte) codes[i];
        }
        return opcodes;
    }
}
