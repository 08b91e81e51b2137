package org.tornadormt.model.profile;

import java.util.Optional;
import org.tornadormt.kernels.device.DeviceCosts;
import org.tornadormt.kernels.device.StageRun;
import org.tornadormt.kernels.device.StageRun.KernelTime;

/**
 * Runs of stages, added up.
 *
 * @param runs how many
 * @param measuredRuns of how many of them kernels and costs are known
 * @param launches kernels that ran, in all runs
 * @param nanoseconds from call to return, in all runs
 * @param kernelNanoseconds time of the kernels, in measured runs
 * @param costs what a TornadoVM device counted, in measured runs; empty on the JVM
 */
public record RunTotals(long runs, long measuredRuns, long launches, long nanoseconds, long kernelNanoseconds,
        Optional<DeviceCosts> costs) {
    /** No run. */
    public static final RunTotals NONE = new RunTotals(0, 0, 0, 0, 0, Optional.empty());

    /** These and one run more. */
    RunTotals plus(StageRun run) {
        long kernels = run.kernels().stream().mapToLong(KernelTime::nanoseconds).sum();
        Optional<DeviceCosts> sum = costs.map(before -> before.plus(run.costs().orElse(DeviceCosts.NONE)));
        return new RunTotals(runs + 1, measuredRuns + (run.isMeasured() ? 1 : 0), launches + run.launches(),
                nanoseconds + run.nanoseconds(), kernelNanoseconds + kernels, sum.or(run::costs));
    }

    /** Whether every run was measured. */
    boolean isComplete() {
        return runs == measuredRuns;
    }
}
