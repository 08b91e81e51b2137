package org.tornadormt.bench.start;

/**
 * What the first segment took in a JVM that had run nothing.
 *
 * @param device on which
 * @param compiledKernels kernels that were compiled for it
 * @param loadSeconds reading the checkpoint, before all the others
 * @param firstSegmentSeconds from the loaded checkpoint to the end of the first segment: the device, its compiler, the
 *            weights on their way, and the segment
 * @param cpuSeconds processor time of all threads in these, which other work on the machine changes little
 * @param compileSeconds of these, the compilation of kernels
 * @param uploadSeconds of these, bringing weights and other arrays to the device
 * @param uploadedBytes bytes that went there
 * @param secondSegmentSeconds the segment after the first
 */
record FirstSegmentReport(String device, int compiledKernels, double loadSeconds, double firstSegmentSeconds,
        double cpuSeconds, double compileSeconds, double uploadSeconds, long uploadedBytes,
        double secondSegmentSeconds) {}
