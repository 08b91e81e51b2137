package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

final class ProfileLogTest {
    /** Two tasks, of which only the second was compiled, in the order and with the commas that TornadoVM 5.2 writes. */
    private static final String LOG = """
            {
                "layer": {
                    "COPY_IN_TIME": "70",
                    "TOTAL_KERNEL_TIME": "33",
                    "TOTAL_COPY_IN_SIZE_BYTES": "1000",
                    "TOTAL_COPY_OUT_SIZE_BYTES": "200",
                    "layer.norm0": {
                        "BACKEND": "OPENCL",
                        "METHOD": "LayerNorm.layerNorm",
                        "DEVICE": "a {strange} name",
                        "TOTAL_COPY_IN_SIZE_BYTES": "24",
                        "POWER_USAGE_mW": "n/a",
                        "TASK_KERNEL_TIME": "11"
                    },\s
                    "layer.linear1": {
                        "TASK_COMPILE_GRAAL_TIME": "5",
                        "TASK_COMPILE_DRIVER_TIME": "7",
                        "TOTAL_COPY_IN_SIZE_BYTES": "32",
                        "TASK_KERNEL_TIME": "22"
                    }
                }
            }
            """;

    @Test
    void bytesOfArraysAndOfCallFramesAreKeptApart() {
        DeviceCosts costs = ProfileLog.of("layer", LOG).costs();

        assertThat(costs).isEqualTo(new DeviceCosts(1000, 24 + 32, 200, 1, 5, 7));
    }

    @Test
    void everyTaskHasItsTime() {
        assertThat(ProfileLog.of("layer", LOG).kernelNanoseconds()).containsOnly(
                entry("layer.norm0", 11L),
                entry("layer.linear1", 22L));
    }
}
