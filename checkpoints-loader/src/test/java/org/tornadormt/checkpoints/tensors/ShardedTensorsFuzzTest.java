package org.tornadormt.checkpoints.tensors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.tornadormt.checkpoints.DamagedFile.assertRefusedOrReadable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.tornadormt.checkpoints.pytorch.PyTorchFile;

/** Damages an index beside sound files: it is refused in words, or read as far as it goes. */
class ShardedTensorsFuzzTest {
    private static final Path SAFETENSORS = Path.of("src/test/resources/reference/gpt2-sharded");
    private static final Path PYTORCH = Path.of("src/test/resources/pytorch/sharded");

    private static Path folder;

    @BeforeContainer
    static void copyTheFiles() throws IOException {
        folder = Files.createTempDirectory("index");
        for (Path source : new Path[]{SAFETENSORS, PYTORCH}) {
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @AfterContainer
    static void deleteTheFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property
    void aDamagedIndexIsRefusedOrReadWithinBounds(@ForAll Random random, @ForAll boolean pyTorch,
            @ForAll @IntRange(min = 1, max = 3) int count) throws IOException {
        Path sound = pyTorch
                ? PYTORCH.resolve("pytorch_model.bin.index.json")
                : SAFETENSORS.resolve("model.safetensors.index.json");
        byte[] damaged = Files.readAllBytes(sound);
        // Characters that keep it JSON, and lead out of the folder, more often than random bytes do.
        byte[] replacements = "0123456789[]{},:\"./\\ab-".getBytes(US_ASCII);
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(damaged.length)] = random.nextInt(4) == 0
                    ? (byte) random.nextInt()
                    : replacements[random.nextInt(replacements.length)];
        }
        Path index = Files.write(folder.resolve("damaged.index.json"), damaged);
        assertRefusedOrReadable(index, file -> ShardedTensors.open(file,
                pyTorch ? PyTorchFile::open : SafetensorsFile::open));
    }
}
