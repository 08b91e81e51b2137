package org.tornadormt.checkpoints.gguf;

import static org.tornadormt.checkpoints.DamagedFile.assertRefusedOrReadable;
import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Damages a sound file: the reader refuses it in words or reads it within its bounds, and never breaks. */
class GgufFuzzTest {
    private final byte[] sound = new GgufBytes().file();

    @Example
    void everyTruncationOfTheHeaderIsRefused() {
        for (int length = 0; length < sound.length - 512; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            inFile(cut, file -> assertRefused(() -> LlamaGguf.open(file), file.toString()));
        }
    }

    @Property
    void damagedBytesAreRefusedOrReadWithinBounds(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 4) int count) {
        byte[] damaged = sound.clone();
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertRefusedOrReadable(damaged, LlamaGguf::open);
    }

    /** Most numbers of the header are small, of 32 or 64 bits: others of that kind get further than random bytes do. */
    @Property
    void smallOrExtremeNumbersInPlaceOfOthersAreRefusedOrReadWithinBounds(@ForAll Random random) {
        byte[] damaged = sound.clone();
        int at = random.nextInt(damaged.length - Long.BYTES);
        long number = random.nextBoolean() ? random.nextInt(40) : random.nextLong() >> random.nextInt(Long.SIZE);
        for (int i = 0; i < (random.nextBoolean() ? Integer.BYTES : Long.BYTES); i++) {
            damaged[at + i] = (byte) (number >> i * Byte.SIZE);
        }
        assertRefusedOrReadable(damaged, LlamaGguf::open);
    }
}
