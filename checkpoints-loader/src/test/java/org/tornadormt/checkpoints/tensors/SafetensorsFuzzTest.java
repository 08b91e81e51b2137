package org.tornadormt.checkpoints.tensors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.DamagedFile.assertRefusedOrReadable;
import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Damages a sound file: the reader refuses it in words or reads it within its bounds, and never breaks. */
class SafetensorsFuzzTest {
    private static final Path SOUND = Path.of("src/test/resources/reference/types.safetensors");

    private final byte[] sound = readSound();
    private final int dataBytes = dataBytes();

    @Example
    void everyTruncationIsRefused() {
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            inFile(cut, file -> assertRefused(() -> SafetensorsFile.open(file), file.toString()));
        }
    }

    @Example
    void everyExtensionIsRefused() {
        for (int more = 1; more <= 16; more++) {
            byte[] longer = Arrays.copyOf(sound, sound.length + more);
            inFile(longer, file -> assertRefused(() -> SafetensorsFile.open(file), "follow the last tensor"));
        }
    }

    @Property
    void damagedBytesAreRefusedOrReadWithinBounds(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        byte[] damaged = sound.clone();
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertRefusedOrReadable(damaged, SafetensorsFile::open);
    }

    @Property
    void aDamagedDigitOrBracketOfTheHeaderIsRefusedOrReadWithinBounds(@ForAll Random random) {
        // Characters that keep the header JSON more often than random bytes do.
        byte[] replacements = "0123456789[]{},:\"FI".getBytes(US_ASCII);
        byte[] damaged = sound.clone();
        damaged[Long.BYTES + random.nextInt(damaged.length - dataBytes - Long.BYTES)] = replacements[random.nextInt(
                replacements.length)];
        assertRefusedOrReadable(damaged, SafetensorsFile::open);
    }

    @Property
    void damagedDataChangesNothingButTheNumbersThere(@ForAll Random random) {
        byte[] damaged = sound.clone();
        int place = damaged.length - dataBytes + random.nextInt(dataBytes);
        damaged[place] ^= (byte) (1 + random.nextInt(255));
        inFile(damaged, file -> {
            try (var before = SafetensorsFile.open(SOUND); var after = SafetensorsFile.open(file)) {
                assertThat(after.names()).isEqualTo(before.names());
                List<String> changed = before.names().stream().filter(name -> before.tensor(name).data()
                        .mismatch(after.tensor(name).data()) >= 0).toList();
                assertThat(changed).hasSize(1);
            }
        });
    }

    @Property
    void randomBytesAreRefused(@ForAll @Size(max = 64) byte[] noise) {
        inFile(noise, file -> assertRefused(() -> SafetensorsFile.open(file), file.toString()));
    }

    private static int dataBytes() {
        try (var file = SafetensorsFile.open(SOUND)) {
            return (int) file.names().stream().mapToLong(name -> file.tensor(name).data().byteSize()).sum();
        }
    }

    private static byte[] readSound() {
        try {
            return Files.readAllBytes(SOUND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
