package org.tornadormt.bench.kernels;

import java.util.Map;

/**
 * A kernel that is held against the peak.
 *
 * @param name how tables call it
 * @param benchmark the method of the JMH class
 * @param parameters of that benchmark
 * @param operations floating-point operations of one call
 */
record KernelEntry(String name, String benchmark, Map<String, String> parameters, double operations) {

    /** What a core can do at most, with vectors of that many bits. */
    static KernelEntry peak(int vectorBits) {
        return new KernelEntry("peak (FMA in registers)", PeakBenchmark.class.getName() + ".fma", Map.of(),
                PeakBenchmark.operations(vectorBits));
    }

    /** The linear map. */
    static KernelEntry linear(String shape, String form) {
        int[] sizes = KernelForm.sizes(shape);
        return new KernelEntry("linear " + shape + label(form), LinearBenchmark.class.getName() + ".linear",
                Map.of("shape", shape, "form", form), 2.0 * sizes[0] * sizes[1] * sizes[2]);
    }

    /** Causal attention; the products of pairs that a row does not see are not counted. */
    static KernelEntry attention(String shape, String form) {
        int[] sizes = KernelForm.sizes(shape);
        double pairs = sizes[0] * (sizes[0] + 1) / 2.0;
        return new KernelEntry("attention " + shape + label(form), AttentionBenchmark.class.getName() + ".attention",
                Map.of("shape", shape, "form", form), 4 * pairs * sizes[1] * sizes[2]);
    }

    private static String label(String form) {
        return form.equals(KernelForm.DEFINITION) ? ", plain loops" : "";
    }
}
