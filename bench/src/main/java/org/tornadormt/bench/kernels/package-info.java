/**
 * JMH benchmarks of single kernels, and the command {@code rmt bench kernels}, which holds them against what a core of
 * this machine can do at most.
 */
package org.tornadormt.bench.kernels;
