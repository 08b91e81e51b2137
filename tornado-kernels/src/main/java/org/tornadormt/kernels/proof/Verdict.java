package org.tornadormt.kernels.proof;

import java.util.Locale;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;

/**
 * What is known of a device.
 *
 * @param outcome of the self-test
 * @param failure the kernel that failed and how; empty unless {@link Outcome#FAILED}
 * @param speed of {@link SpeedTest} in GFLOP/s; 0 unless {@link Outcome#PASSED}
 */
public record Verdict(Outcome outcome, String failure, double speed) {

    /** How a self-test ended. */
    public enum Outcome {
        /** Every kernel was right. */
        PASSED,
        /** A kernel was wrong, or could not run. */
        FAILED,
        /** It began and did not end: the driver took the process down, or a person did. */
        UNFINISHED
    }

    static final Verdict UNFINISHED = new Verdict(Outcome.UNFINISHED, "", 0);

    /** Tests a device, and measures it if it passes. */
    static Verdict of(Device device) {
        Optional<String> failure = device.isTrusted() ? Optional.empty() : SelfTest.firstFailure(device);
        return failure.map(reason -> new Verdict(Outcome.FAILED, reason, 0))
                .orElseGet(() -> new Verdict(Outcome.PASSED, "", SpeedTest.measure(device)));
    }

    /** Whether it may be used. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** GFLOP/s for a report. */
    public String speedInWords() {
        return String.format(Locale.ROOT, "%.1f", speed);
    }

    /** A few words for a report. */
    public String describe() {
        return switch (outcome) {
            case PASSED -> "passed, " + speedInWords() + " GFLOP/s";
            case FAILED -> "failed in " + failure;
            case UNFINISHED -> "did not end";
        };
    }
}
