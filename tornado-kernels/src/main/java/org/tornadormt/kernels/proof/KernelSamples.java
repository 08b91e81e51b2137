package org.tornadormt.kernels.proof;

import java.util.ArrayList;
import java.util.List;

/** Samples of every kernel: what a device has to compute before it is trusted. */
public final class KernelSamples {

    private KernelSamples() {}

    /** All samples, those of the forward pass first. */
    public static List<KernelSample> all() {
        List<KernelSample> samples = new ArrayList<>(ForwardSamples.all());
        samples.addAll(GradientSamples.all());
        return List.copyOf(samples);
    }
}
