package org.tornadormt.bench.start;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceCosts;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.kernels.device.StageRun;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/** The program of a JVM that runs two segments of a checkpoint, the first of them cold, and writes what they took. */
final class FirstSegment {

    private FirstSegment() {}

    /**
     * Runs it.
     *
     * @param args folder of the checkpoint, device, file for the {@link FirstSegmentReport}
     */
    public static void main(String[] args) {
        FirstSegmentReport report = measure(Path.of(args[0]), args[1]);
        AtomicFile.write(Path.of(args[2]), out -> out.write(new JsonMapper().writeValueAsBytes(report)));
    }

    static FirstSegmentReport measure(Path checkpoint, String deviceId) {
        long start = System.nanoTime();
        RmtModel model = RmtModel.load(checkpoint, LoadOptions.defaults());
        long loaded = System.nanoTime();
        double cpuLoaded = cpuSeconds();
        Device device = Devices.find(Runtime.getRuntime().availableProcessors()).choose(deviceId);
        List<StageRun> runs = new ArrayList<>();
        int[] segment = new SplittableRandom(1).ints(model.segmentSize(), 0, model.config().vocabularySize()).toArray();
        try (SegmentRunner runner = new SegmentRunner(model, device.reportingTo(runs::add),
                new RunnerOptions(1, segment.length, 0, 0))) {
            runner.run(segment);
            long first = System.nanoTime();
            double cpu = cpuSeconds() - cpuLoaded;
            List<StageRun> ofFirst = List.copyOf(runs);
            runner.run(segment);
            long second = System.nanoTime();
            DeviceCosts costs = costs(ofFirst);
            return new FirstSegmentReport(device.info().describe(), costs.compiledKernels(), seconds(loaded - start),
                    seconds(first - loaded), cpu, seconds(compilation(costs)), uploadSeconds(ofFirst),
                    costs.bytesToDevice(), seconds(second - first));
        }
    }

    private static DeviceCosts costs(List<StageRun> runs) {
        return runs.stream().flatMap(run -> run.costs().stream()).reduce(DeviceCosts.NONE, DeviceCosts::plus);
    }

    private static long compilation(DeviceCosts costs) {
        return costs.translationNanoseconds() + costs.driverNanoseconds();
    }

    /** Of the stage that brings the arrays to the device, without the compilation of what it runs there. */
    private static double uploadSeconds(List<StageRun> runs) {
        List<StageRun> uploads = runs.stream().filter(run -> run.stage().equals(StageRun.UPLOAD)).toList();
        return seconds(uploads.stream().mapToLong(StageRun::nanoseconds).sum() - compilation(costs(uploads)));
    }

    /** Processor time of this process so far. */
    private static double cpuSeconds() {
        return seconds(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds / 1e9;
    }
}
