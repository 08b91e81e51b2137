package org.tornadormt.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.KernelCases;

/** The self-test is complete: no kernel and no form of one reaches a device that it was not tried on. */
final class KernelSamplesTest {

    @Test
    void everyLaunchThatTheTestsKnowHasASample() {
        Set<String> known = KernelCases.all(0).stream()
                .map(one -> one.kernel().getSimpleName() + "." + one.launch().name()).collect(Collectors.toSet());
        Set<String> sampled = KernelSamples.all().stream()
                .map(one -> one.kernel().getSimpleName() + "." + one.launch().name()).collect(Collectors.toSet());

        assertThat(sampled).as("add the missing ones to ForwardSamples or GradientSamples").containsAll(known);
    }

    @Test
    void samplesHaveDifferentNames() {
        assertThat(KernelSamples.all()).extracting(KernelSample::name).doesNotHaveDuplicates();
    }
}
