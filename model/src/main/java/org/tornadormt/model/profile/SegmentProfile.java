package org.tornadormt.model.profile;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.tornadormt.kernels.device.RunListener;
import org.tornadormt.kernels.device.StageRun;
import org.tornadormt.kernels.device.StageRun.KernelTime;
import org.tornadormt.model.SegmentRunner;

/**
 * Listens to runs of a {@link SegmentRunner}'s program, or of several one after the other, and adds up what they cost.
 * What happens once, the first run of each stage, in which kernels are compiled and weights go to the device, is kept
 * apart from what every further segment costs. Not for use by several threads at once.
 */
public final class SegmentProfile implements RunListener {
    private final SequencedMap<String, RunTotals> stages = new LinkedHashMap<>();
    private final Map<KernelKey, KernelTotals> kernels = new LinkedHashMap<>();
    private final SegmentCosts furtherSegments = new SegmentCosts();
    private RunTotals firstRuns = RunTotals.NONE;
    private long segments;
    /** The segment that runs; no runs if it is the first of its program. */
    private RunTotals current = RunTotals.NONE;
    private boolean currentIsFirst = true;

    private record KernelKey(String operation, String form) {}

    @Override
    public void ran(StageRun run) {
        stages.merge(run.stage(), RunTotals.NONE.plus(run), (before, _) -> before.plus(run));
        for (KernelTime time : run.kernels()) {
            KernelTotals none = new KernelTotals(time.operation(), time.form(), 0, 0);
            KernelKey key = new KernelKey(time.operation(), time.form());
            kernels.put(key, kernels.getOrDefault(key, none).plus(time.nanoseconds()));
        }
        if (SegmentRunner.beginsSegment(run.stage())) {
            endSegment();
            segments++;
            currentIsFirst = run.first();
        }
        if (run.first()) {
            firstRuns = firstRuns.plus(run);
        } else if (SegmentRunner.belongsToSegment(run.stage()) && !currentIsFirst) {
            current = current.plus(run);
        }
    }

    private void endSegment() {
        if (current.runs() > 0 && current.isComplete()) {
            furtherSegments.add(current);
        }
        current = RunTotals.NONE;
    }

    /** Segments that were run. */
    public long segments() {
        return segments;
    }

    /** The first run of each stage of each program. */
    public RunTotals firstRuns() {
        return firstRuns;
    }

    /**
     * What a segment costs that is not the first of its program, of those that were measured. What the memory costs that
     * is set or asked for between segments does not count.
     */
    public SegmentCosts furtherSegments() {
        endSegment();
        return furtherSegments;
    }

    /** All runs by stage, in the order in which the stages first ran. */
    public SequencedMap<String, RunTotals> stages() {
        return stages;
    }

    /** All measured launches by operation and form, those that took longest first. */
    public List<KernelTotals> kernels() {
        return kernels.values().stream().sorted(Comparator.comparingLong(KernelTotals::nanoseconds).reversed())
                .toList();
    }
}
