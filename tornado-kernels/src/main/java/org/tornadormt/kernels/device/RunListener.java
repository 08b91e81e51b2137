package org.tornadormt.kernels.device;

/** Is told of every run of a stage, by the thread that ran it; see {@link Device#reportingTo}. */
@FunctionalInterface
public interface RunListener {
    /** Nobody listens, and nothing is measured. */
    RunListener NONE = run -> {};

    /** A stage has run. */
    void ran(StageRun run);
}
