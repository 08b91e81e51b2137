package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime, on a file that was written here, has the numbers of this project's engine. */
final class OnnxRuntimeEngineTest {
    private static final int SEGMENTS = 3;
    private static final int VOCABULARY_SIZE = 97;
    /**
     * Values are of order 1 to 10. A segment is a chain of some 10 sums a layer of up to 256 terms, each with a relative
     * error of at most 256 · 2⁻²⁴ of its terms' magnitude, most of it cancelling: below 1e-4 for two layers.
     */
    private static final float TOLERANCE = 1e-3f;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"64, 4, 32, 4, 1", "36, 3, 7, 1, 3"})
    void logitsAndMemoryAreTheSame(int hiddenSize, int heads, int segmentSize, int numMemTokens, int batch) {
        var shape = new BenchShape("tiny", 2, hiddenSize, heads, VOCABULARY_SIZE, segmentSize, numMemTokens);
        BenchCheckpoint checkpoint = BenchCheckpoint.create(folder, shape, 1);
        try (Engine ours = Engines.open(Engines.TORNADORMT, checkpoint, batch, 1, true, "jvm");
                Engine theirs = Engines.open("onnxruntime", checkpoint, batch, 1, true, "jvm")) {
            float[] firstLogits = null;
            for (int segment = 0; segment < SEGMENTS; segment++) {
                int[][] ids = ids(shape, batch, segment);
                ours.segment(ids);
                theirs.segment(ids);
                assertClose(theirs.logits(), ours.logits());
                assertClose(theirs.memory(), ours.memory());
                firstLogits = segment == 0 ? theirs.logits() : firstLogits;
            }

            theirs.reset();
            theirs.segment(ids(shape, batch, 0));

            assertThat(theirs.logits()).containsExactly(firstLogits);
        }
    }

    private static int[][] ids(BenchShape shape, int batch, int segment) {
        var random = new SplittableRandom(segment);
        int[][] ids = new int[batch][];
        for (int b = 0; b < batch; b++) {
            ids[b] = random.ints(shape.segmentSize(), 0, shape.vocabularySize()).toArray();
        }
        return ids;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).isLessThan(TOLERANCE);
        }
    }
}
