package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceCosts;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.profile.RunTotals;
import org.tornadormt.model.profile.SegmentProfile;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** The bytes that cross between host and device while a text is read, as TornadoVM itself counts them. */
@Tag("device")
class SegmentTrafficOnDeviceTest {
    private static final int SEGMENTS = 4;
    /** Of a row: source, position, slot, how many rows it sees. */
    private static final int BYTES_PER_ROW = 4 * Integer.BYTES;
    /** Of a call frame of OpenCL: three words for the driver; the arguments themselves do not lie in it. */
    private static final int LARGEST_CALL_FRAME = 64;

    private final RmtModel model = RandomModels.wideDecoder(3, 5);
    private final long header = headerBytes(new IntArray(1));

    @Test
    void afterTheFirstSegmentOnlyAFewNumbersForEachRowGoToTheDeviceAndNothingComesBack() {
        for (Device device : TestDevices.tornado()) {
            SegmentProfile profile = read(device, 0);

            var costs = profile.furtherSegments();
            assertThat(costs.launches().getCount()).as("segments").isEqualTo(SEGMENTS - 1);
            // Tables of the segment's rows and of the rows that write the memory, and the number of the segment.
            int rows = model.layout().rows(model.segmentSize()) + model.numMemTokens();
            long expected = rows * BYTES_PER_ROW + Integer.BYTES + 3 * header;
            assertThat(costs.bytesToDevice().orElseThrow().getMin()).as(device.info().id()).isEqualTo(expected);
            assertThat(costs.bytesToDevice().orElseThrow().getMax()).as(device.info().id()).isEqualTo(expected);
            assertThat(costs.bytesToHost().orElseThrow().getMax()).as(device.info().id()).isZero();
        }
    }

    @Test
    void everyLaunchSendsACallFrameThatDoesNotGrow() {
        for (Device device : TestDevices.tornado()) {
            var costs = read(device, 0).furtherSegments();

            long launches = costs.launches().getMax();
            assertThat(costs.callFrameBytes().orElseThrow().getMax()).isLessThanOrEqualTo(launches * LARGEST_CALL_FRAME)
                    .isEqualTo(costs.callFrameBytes().orElseThrow().getMin());
        }
    }

    @Test
    void aDeeperModelCompilesNoMoreKernels() {
        for (Device device : TestDevices.tornado()) {
            assertThat(compiledKernels(device, 4)).as(device.info().id()).isEqualTo(compiledKernels(device, 2))
                    .isPositive();
        }
    }

    private int compiledKernels(Device device, int layers) {
        RmtModel deep = RandomModels.withLayers(model, layers);
        SegmentProfile profile = new SegmentProfile();
        try (var runner = new SegmentRunner(deep, device.reportingTo(profile),
                new RunnerOptions(1, deep.segmentSize(), 1, 0))) {
            runner.run(RandomModels.text(deep, new Random(1), deep.segmentSize()));
            runner.logits(new int[]{0});
            runner.memory(0);
        }
        return profile.firstRuns().costs().orElseThrow().compiledKernels();
    }

    @Test
    void weightsGoToTheDeviceOnce() {
        for (Device device : TestDevices.tornado()) {
            SequencedMap<String, RunTotals> stages = read(device, 0).stages();

            // Both stages run once for each segment; a second upload would count more than once.
            long once = costs(stages, "segmentLayer").bytesToDevice();
            assertThat(once).isPositive();
            SegmentProfile twice = new SegmentProfile();
            try (var runner = new SegmentRunner(model, device.reportingTo(twice),
                    new RunnerOptions(1, model.segmentSize(), 0, 0))) {
                run(runner, 2 * SEGMENTS);
            }
            assertThat(costs(twice.stages(), "segmentLayer").bytesToDevice()).isEqualTo(once);
        }
    }

    @Test
    void logitsAndMemoryComeBackWhenAskedForAndInTheirSize() {
        for (Device device : TestDevices.tornado()) {
            SequencedMap<String, RunTotals> stages = read(device, 1).stages();

            long logits = (long) model.config().numOutputs() * Float.BYTES + header;
            long memory = (long) model.numMemTokens() * model.config().embeddingSize() * Float.BYTES + header;
            long firstBad = Integer.BYTES + header;
            assertThat(costs(stages, "segmentLogits").bytesToHost()).isEqualTo(logits);
            assertThat(costs(stages, "memoryExport").bytesToHost()).isEqualTo(memory + firstBad);
            assertThat(stages.values().stream().mapToLong(totals -> totals.costs().orElseThrow().bytesToHost()).sum())
                    .as("all stages").isEqualTo(logits + memory + firstBad);
        }
    }

    private SegmentProfile read(Device device, int logits) {
        SegmentProfile profile = new SegmentProfile();
        try (var runner = new SegmentRunner(model, device.reportingTo(profile),
                new RunnerOptions(1, model.segmentSize(), logits, 0))) {
            run(runner, SEGMENTS);
            if (logits > 0) {
                runner.logits(new int[]{0});
                runner.memory(0);
            }
        }
        return profile;
    }

    private void run(SegmentRunner runner, int segments) {
        var random = new Random(1);
        for (int i = 0; i < segments; i++) {
            runner.run(RandomModels.text(model, random, model.segmentSize()));
        }
    }

    private static DeviceCosts costs(SequencedMap<String, RunTotals> stages, String stage) {
        return stages.get(stage).costs().orElseThrow();
    }

    private static long headerBytes(TornadoNativeArray array) {
        return array.getNumBytesOfSegmentWithHeader() - array.getNumBytesOfSegment();
    }
}
