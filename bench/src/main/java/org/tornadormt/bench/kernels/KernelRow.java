package org.tornadormt.bench.kernels;

import org.tornadormt.bench.compare.Quartiles;

/**
 * A kernel on one core.
 *
 * @param kernel its name
 * @param vectorBits width of the vectors; the plain loops have what the JIT makes of them
 * @param gflops billions of floating-point operations a second
 * @param shareOfPeak of the peak with that width, paired by round
 */
record KernelRow(String kernel, int vectorBits, Quartiles gflops, Quartiles shareOfPeak) {
    static final Object[] HEADINGS = {"vectors", "kernel", "GFLOP/s [q1, q3]", "share of peak [q1, q3]"};

    Object[] cells() {
        return new Object[]{vectorBits + " bit", kernel, gflops.cell("%.1f"),
            shareOfPeak.cell("%.2f")};
    }
}
