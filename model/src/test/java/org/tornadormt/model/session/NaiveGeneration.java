package org.tornadormt.model.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;
import org.tornadormt.model.segment.Segmentation;

/** Greedy generation without any cache: for each new token the whole text runs again from the initial memory on. */
final class NaiveGeneration {

    private NaiveGeneration() {}

    /** {@code count} new tokens after a prompt. */
    static int[] greedy(RmtModel model, Device device, int[] prompt, int count, boolean commit) {
        List<int[]> segments = new ArrayList<>(
                Segmentation.split(prompt, model.segmentSize(), model.memoryConfig().alignment()));
        int[] generated = new int[count];
        int most = commit ? model.segmentSize() : segments.getLast().length + count;
        try (var runner = new SegmentRunner(model, device, new RunnerOptions(1, most, 1, 0))) {
            for (int n = 0; n < count; n++) {
                generated[n] = next(runner, segments, commit);
                append(segments, generated[n], commit ? model.segmentSize() : Integer.MAX_VALUE);
            }
        }
        return generated;
    }

    private static int next(SegmentRunner runner, List<int[]> segments, boolean commit) {
        runner.reset(0);
        segments.subList(0, segments.size() - 1).forEach(runner::run);
        int[] last = segments.getLast();
        if (commit) {
            runner.run(last);
        } else {
            // Without commit the segment may fill all positions, so that none are left for the write block.
            runner.runWithoutWrite(last);
        }
        LogitRows logits = runner.logits(new int[]{last.length - 1});
        float[] row = logits.row(0);
        return IntStream.range(0, row.length).reduce(0, (best, id) -> row[id] > row[best] ? id : best);
    }

    private static void append(List<int[]> segments, int token, int segmentSize) {
        int[] last = segments.getLast();
        if (last.length == segmentSize) {
            segments.add(new int[]{token});
        } else {
            int[] longer = Arrays.copyOf(last, last.length + 1);
            longer[last.length] = token;
            segments.set(segments.size() - 1, longer);
        }
    }
}
