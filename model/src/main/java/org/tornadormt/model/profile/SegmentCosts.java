package org.tornadormt.model.profile;

import java.util.LongSummaryStatistics;
import java.util.Optional;
import org.tornadormt.kernels.device.DeviceCosts;

/** What single segments cost: least, mean and most of each number. */
public final class SegmentCosts {
    private final LongSummaryStatistics launches = new LongSummaryStatistics();
    private final LongSummaryStatistics nanoseconds = new LongSummaryStatistics();
    private final LongSummaryStatistics kernelNanoseconds = new LongSummaryStatistics();
    private final LongSummaryStatistics bytesToDevice = new LongSummaryStatistics();
    private final LongSummaryStatistics callFrameBytes = new LongSummaryStatistics();
    private final LongSummaryStatistics bytesToHost = new LongSummaryStatistics();

    /** Counts one more segment. */
    void add(RunTotals segment) {
        launches.accept(segment.launches());
        nanoseconds.accept(segment.nanoseconds());
        kernelNanoseconds.accept(segment.kernelNanoseconds());
        segment.costs().ifPresent(this::add);
    }

    private void add(DeviceCosts costs) {
        bytesToDevice.accept(costs.bytesToDevice());
        callFrameBytes.accept(costs.callFrameBytes());
        bytesToHost.accept(costs.bytesToHost());
    }

    /** Kernels that ran. */
    public LongSummaryStatistics launches() {
        return launches;
    }

    /** Time from the call of each stage to its return. */
    public LongSummaryStatistics nanoseconds() {
        return nanoseconds;
    }

    /** Time of the kernels alone. */
    public LongSummaryStatistics kernelNanoseconds() {
        return kernelNanoseconds;
    }

    /** Bytes of arrays that went to the device; empty on the JVM. */
    public Optional<LongSummaryStatistics> bytesToDevice() {
        return present(bytesToDevice);
    }

    /** Bytes of call frames, of which each launch sends one; empty on the JVM. */
    public Optional<LongSummaryStatistics> callFrameBytes() {
        return present(callFrameBytes);
    }

    /** Bytes of arrays that came back; empty on the JVM. */
    public Optional<LongSummaryStatistics> bytesToHost() {
        return present(bytesToHost);
    }

    private static Optional<LongSummaryStatistics> present(LongSummaryStatistics statistics) {
        return Optional.of(statistics).filter(known -> known.getCount() > 0);
    }
}
