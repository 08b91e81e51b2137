package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.util.Platform;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadormt.bench.engine.torchscript.LinearMaps;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/** Both engines of DJL against this project's own, which is tested against independent numbers. */
class DjlEnginesTest {
    private static final BenchShape TINY = new BenchShape("tiny", 2, 64, 4, 97, 32, 4);
    private static final BenchShape ODD = new BenchShape("odd", 2, 36, 3, 97, 7, 1);
    private static final int ODD_BATCH = 3;
    private static final int SEGMENTS = 3;

    @TempDir
    private Path folder;

    /** What is tested. */
    enum Variant {
        EAGER {
            @Override
            Engine open(BenchCheckpoint checkpoint, int batch) {
                return DjlEagerEngine.open(checkpoint, batch, 1);
            }
        },
        TORCHSCRIPT_ATEN {
            @Override
            Engine open(BenchCheckpoint checkpoint, int batch) {
                return DjlTorchScriptEngine.open(checkpoint, batch, 1, LinearMaps.ATEN);
            }
        },
        TORCHSCRIPT_ONEDNN {
            @Override
            Engine open(BenchCheckpoint checkpoint, int batch) {
                assumeTrue(LinearMaps.ONEDNN.isOnThisProcessor(), "PyTorch has no oneDNN on this CPU");
                return DjlTorchScriptEngine.open(checkpoint, batch, 1, LinearMaps.ONEDNN);
            }
        };

        abstract Engine open(BenchCheckpoint checkpoint, int batch);
    }

    @BeforeAll
    static void requirePyTorch() {
        assumeFalse(Platform.detectPlatform("pytorch").isPlaceholder(), "DJL has no PyTorch for this platform");
    }

    @ParameterizedTest
    @EnumSource
    void logitsAndMemoryAreOurs(Variant variant) {
        requireSameNumbers(variant, TINY, 1);
    }

    @ParameterizedTest
    @EnumSource
    void logitsAndMemoryAreOursInABatchOfOddSizes(Variant variant) {
        requireSameNumbers(variant, ODD, ODD_BATCH);
    }

    private void requireSameNumbers(Variant variant, BenchShape shape, int batch) {
        BenchCheckpoint checkpoint = BenchCheckpoint.create(folder, shape, 1);
        Random random = new Random(2);
        try (Engine expected = new TornadoRmtEngine(checkpoint, batch, 1, true, "jvm");
                Engine engine = variant.open(checkpoint, batch)) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                int[][] ids = ids(shape, batch, random);
                expected.segment(ids);
                engine.segment(ids);
                requireClose(engine.logits(), expected.logits(), tolerance(shape, segment));
                requireClose(engine.memory(), expected.memory(), tolerance(shape, segment));
            }
        }
    }

    /**
     * Rounding errors of sums of n products are random and grow with √n ulps (2⁻²⁴) of the result. A layer has 8 stages
     * (2 norms, 4 linear maps, 2 products of attention), final norm and head are 2 more; the memory brings the errors of
     * the earlier segments along. Both engines have them, which doubles the difference. Numbers are of the order of 1;
     * the largest of all those of a segment is about 4.
     */
    private static double tolerance(BenchShape shape, int segment) {
        int stages = (8 * shape.numLayers() + 2) * (segment + 1);
        return 2 * 4 * stages * Math.sqrt(shape.intermediateSize()) * 0x1p-24;
    }

    private static void requireClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(actual[i] - expected[i])).max()
                .orElseThrow()).isCloseTo(0, within(tolerance));
    }

    @ParameterizedTest
    @EnumSource
    void resetGivesTheCheckpointsMemoryBack(Variant variant) {
        BenchCheckpoint checkpoint = BenchCheckpoint.create(folder, ODD, 1);
        float[] initial;
        try (SafetensorsFile weights = checkpoint.weights()) {
            initial = weights.tensor(BenchCheckpoint.MEMORY).toFloats();
        }
        int[][] ids = ids(ODD, 2, new Random(2));
        try (Engine engine = variant.open(checkpoint, 2)) {
            assertThat(engine.memory()).startsWith(initial).endsWith(initial).hasSize(2 * initial.length);
            engine.segment(ids);
            float[] first = engine.memory();
            engine.segment(ids);
            assertThat(engine.memory()).isNotEqualTo(first);

            engine.reset();

            assertThat(engine.memory()).startsWith(initial).endsWith(initial).hasSize(2 * initial.length);
            engine.segment(ids);
            // The interpreter may run other code than the first time.
            requireClose(engine.memory(), first, tolerance(ODD, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongNumberOfIdsIsRefusedAndChangesNothing(Variant variant) {
        BenchCheckpoint checkpoint = BenchCheckpoint.create(folder, ODD, 1);
        try (Engine engine = variant.open(checkpoint, 2)) {
            float[] before = engine.memory();
            int[] ids = new int[ODD.segmentSize()];
            int[] longer = new int[ODD.segmentSize() + 1];
            int[] shorter = new int[ODD.segmentSize() - 1];
            for (int[][] wrong : new int[][][]{{ids}, {ids, ids, ids}, {ids, shorter}, {longer, shorter}}) {
                assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> engine.segment(wrong))
                        .withMessage("a segment must have 7 ids of each of 2 texts");
            }
            assertThat(engine.memory()).containsExactly(before);
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(engine::logits);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDescriptionHasVersionsAndThreads(Variant variant) {
        try (Engine engine = variant.open(BenchCheckpoint.create(folder, ODD, 1), 1)) {
            assertThat(engine.description()).matches("DJL 0[.]\\d+[.]\\d+, PyTorch 2[.]\\d+[.]\\d+, .+, 1 thread");
        }
    }

    private static int[][] ids(BenchShape shape, int batch, Random random) {
        return IntStream.range(0, batch)
                .mapToObj(_ -> random.ints(shape.segmentSize(), 0, shape.vocabularySize()).toArray())
                .toArray(int[][]::new);
    }
}
