package org.tornadormt.kernels;

import java.util.List;

/**
 * A case of a kernel of back-propagation, and what it differentiates.
 *
 * @param derivatives for {@link FiniteDifferenceTest}; empty where that would take too long or there is nothing to
 *            differentiate
 */
record GradientCase(KernelCase kernelCase, List<Derivative> derivatives) {

    static GradientCase of(KernelCase kernelCase, Derivative... derivatives) {
        return new GradientCase(kernelCase, List.of(derivatives));
    }

    /** The same case as a variant of its kernel. */
    GradientCase variant(String variant) {
        return new GradientCase(kernelCase.variant(variant), derivatives);
    }

    /** The same case for the other tests only. */
    GradientCase withoutDerivatives() {
        return new GradientCase(kernelCase, List.of());
    }

    @Override
    public String toString() {
        return kernelCase.toString();
    }
}
