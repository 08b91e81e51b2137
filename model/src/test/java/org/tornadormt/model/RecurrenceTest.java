package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.segment.Segmentation;
import org.tornadormt.model.session.Forward;

/** What makes a Transformer recurrent, on random models; all to the last bit. */
class RecurrenceTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);

    @Property(tries = 100)
    void oneSegmentOfADecoderIsTheBackboneOnMemoryAndTokens(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.decoder(seed);
        int[] tokens = RandomModels.text(model, new Random(seed), model.segmentSize());
        int[] all = IntStream.range(0, tokens.length).toArray();
        try (var runner = new SegmentRunner(model, DEVICE, new RunnerOptions(1, tokens.length, tokens.length, 0))) {
            runner.runWithoutWrite(tokens);
            LogitRows backbone = runner.logits(all);
            float[][] expected = Arrays.stream(all).mapToObj(backbone::row).toArray(float[][]::new);

            assertThat(Forward.run(model, DEVICE, tokens).getFirst().logits()).isDeepEqualTo(expected);
        }
    }

    @Property(tries = 100)
    void oneCallIsSegmentAfterSegmentWithTheMemorySavedAndRestored(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        var random = new Random(seed);
        int[] text = RandomModels.plainText(model, random, 1 + random.nextInt(4 * model.segmentSize()));
        float[][] expected = Forward.run(model, DEVICE, text).getFirst().memory();
        float[] memory = model.initialMemory().vectors();
        int segment = 0;
        for (int[] tokens : Segmentation.split(text, model.segmentSize(), model.memoryConfig().alignment())) {
            try (var runner = new SegmentRunner(model, DEVICE, RunnerOptions.reading(model.segmentSize()))) {
                runner.restore(0, memory, segment);
                runner.run(tokens);
                memory = runner.memory(0);
            }

            assertThat(memory).as("memory after segment %d", segment).isEqualTo(expected[segment++]);
        }
        assertThat(segment).isEqualTo(expected.length);
    }

    @Property(tries = 50)
    void withoutMemorySegmentsAreIndependent(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        int size = 1 + random.nextInt(9);
        RmtModel model = RandomModels.decoder(seed, 0, size);
        int[] first = RandomModels.text(model, random, size);
        int[] second = RandomModels.text(model, random, size);

        float[][] logits = Forward.run(model, DEVICE, joined(first, second)).getFirst().logits();
        float[][] swapped = Forward.run(model, DEVICE, joined(second, first)).getFirst().logits();

        assertThat(Arrays.copyOfRange(swapped, 0, size)).isDeepEqualTo(Arrays.copyOfRange(logits, size, 2 * size));
        assertThat(Arrays.copyOfRange(swapped, size, 2 * size)).isDeepEqualTo(Arrays.copyOfRange(logits, 0, size));
    }

    @Property(tries = 100)
    void eachTextOfABatchHasTheNumbersThatItHasAlone(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        int[][] texts = batch(model, new Random(seed));

        List<Forward.Result> results = Forward.run(model, DEVICE, texts);

        for (int b = 0; b < texts.length; b++) {
            assertSame(results.get(b), Forward.run(model, DEVICE, texts[b]).getFirst());
        }
    }

    @Property(tries = 50)
    void aTextThatSitsOutStepsGoesOnAsIfItHadNot(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        var random = new Random(seed);
        int segments = 4;
        int[] text = RandomModels.plainText(model, random, segments * model.segmentSize());
        int[] other = RandomModels.plainText(model, random, model.segmentSize());
        float[][] expected = Forward.run(model, DEVICE, text).getFirst().memory();
        try (var runner = new SegmentRunner(model, DEVICE, new RunnerOptions(2, model.segmentSize(), 0, 0))) {
            for (int done = 0; done < segments;) {
                boolean sitsOut = random.nextBoolean();
                int from = done * model.segmentSize();
                runner.run(sitsOut ? null : Arrays.copyOfRange(text, from, from + model.segmentSize()), other);
                done += sitsOut ? 0 : 1;

                assertThat(runner.segmentsRun(0)).isEqualTo(done);
                assertThat(runner.memory(0)).as("memory after %d segments", done)
                        .isEqualTo(done == 0 ? model.initialMemory().vectors() : expected[done - 1]);
            }
        }
    }

    @Property(tries = 50)
    void permutingTheTextsOfABatchPermutesTheResults(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        int[][] texts = batch(model, new Random(seed));
        int[][] rotated = IntStream.range(0, texts.length).mapToObj(b -> texts[(b + 1) % texts.length])
                .toArray(int[][]::new);

        List<Forward.Result> results = Forward.run(model, DEVICE, texts);
        List<Forward.Result> rotatedResults = Forward.run(model, DEVICE, rotated);

        for (int b = 0; b < texts.length; b++) {
            assertSame(rotatedResults.get(b), results.get((b + 1) % texts.length));
        }
    }

    @Property(tries = 50)
    void alignmentsAgreeOnFullSegments(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        var random = new Random(seed);
        int[] text = RandomModels.plainText(model, random, model.segmentSize() * (1 + random.nextInt(4)));
        Forward.Result left = aligned(model, Alignment.LEFT, text);

        assertSame(aligned(model, Alignment.RIGHT, text), left);
        assertSame(aligned(model, Alignment.CENTER, text), left);
    }

    private static Forward.Result aligned(RmtModel model, Alignment alignment, int[] text) {
        RmtModel aligned = RandomModels.withSegments(model, model.segmentSize(), alignment);
        return Forward.run(aligned, DEVICE, text).getFirst();
    }

    private static int[][] batch(RmtModel model, Random random) {
        return IntStream.range(0, 2 + random.nextInt(3))
                .mapToObj(b -> RandomModels.text(model, random, 1 + random.nextInt(3 * model.segmentSize())))
                .toArray(int[][]::new);
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static void assertSame(Forward.Result actual, Forward.Result expected) {
        assertThat(actual.logits()).as("logits").isDeepEqualTo(expected.logits());
        assertThat(actual.memory()).as("memory").isDeepEqualTo(expected.memory());
    }
}
