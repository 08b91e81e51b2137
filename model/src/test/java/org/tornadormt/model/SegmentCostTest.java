package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;

/** What crosses between host and device for a segment: what the rows are, and nothing as wide as a hidden state. */
class SegmentCostTest {
    /** Of a row: source, position, slot, how many rows it sees. */
    private static final int BYTES_PER_ROW = 4 * Integer.BYTES;

    @Property(tries = 30)
    void readingASegmentSendsAFewNumbersForEachRowAndFetchesNothing(@ForAll @LongRange(min = 0) long seed,
            @ForAll @IntRange(min = 1, max = 4) int sequences) {
        RmtModel model = RandomModels.any(seed);
        var device = new CountingDevice(JvmDevice.definitionsOnly());
        int m = model.numMemTokens();
        try (var runner = new SegmentRunner(model, device,
                new RunnerOptions(sequences, model.segmentSize(), 0, 0))) {
            long inBefore = device.bytesIn();
            long outBefore = device.bytesOut();
            runner.run(segments(model, sequences, seed));

            // A row of the table for each memory vector to write, and the number of the segment.
            long memoryBytes = m == 0 ? 0 : m * BYTES_PER_ROW + Integer.BYTES;
            long rows = model.layout().rows(model.segmentSize());
            assertThat(device.bytesIn() - inBefore).isEqualTo(sequences * (rows * BYTES_PER_ROW + memoryBytes));
            assertThat(device.bytesOut() - outBefore).isZero();
        }
    }

    @Property(tries = 30)
    void logitsAndMemoryComeBackOnlyWhenAskedFor(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        var device = new CountingDevice(JvmDevice.definitionsOnly());
        int size = model.numMemTokens() * model.config().embeddingSize();
        try (var runner = new SegmentRunner(model, device, new RunnerOptions(1, model.segmentSize(), 1, 0))) {
            runner.run(segments(model, 1, seed));
            assertThat(device.bytesOut()).isZero();

            runner.logits(new int[]{0});
            long logitBytes = (long) model.config().numOutputs() * Float.BYTES;
            assertThat(device.bytesOut()).isEqualTo(logitBytes);

            runner.memory(0);
            long memoryBytes = size == 0 ? 0 : (size + 1L) * Float.BYTES;
            assertThat(device.bytesOut()).isEqualTo(logitBytes + memoryBytes);
        }
    }

    private static int[][] segments(RmtModel model, int sequences, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, sequences).mapToObj(b -> RandomModels.text(model, random, model.segmentSize()))
                .toArray(int[][]::new);
    }
}
