package org.tornadormt.bench.training;

/**
 * What a JVM of {@link TrainingSteps} has measured.
 *
 * @param engine the engine's own description
 * @param losses of the first steps from the checkpoint's weights
 * @param lossDifference the largest difference of these from those that were expected
 * @param warmedUp whether steps were steady when the clock began to count
 * @param steps that count
 * @param secondsPerStep median over them
 * @param cpuSecondsPerStep processor time of all threads in them, a mean
 * @param otherWork the share of all cores, from 0 to 1, that other processes used meanwhile
 */
record StepReport(String engine, double[] losses, double lossDifference, boolean warmedUp, int steps,
        double secondsPerStep, double cpuSecondsPerStep, double otherWork) {}
