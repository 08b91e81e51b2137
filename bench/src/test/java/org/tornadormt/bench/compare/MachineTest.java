package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void mallocIsDescribedByTheVariablesThatAreSet() {
        assertThat(Machine.malloc(Map.of("PATH", "/bin"))).isEqualTo("default");
        assertThat(Machine.malloc(Map.of("MALLOC_TOP_PAD_", "2", "MALLOC_MMAP_THRESHOLD_", "1")))
                .isEqualTo("MALLOC_MMAP_THRESHOLD_=1 MALLOC_TOP_PAD_=2");
    }

    @Test
    void thisMachineIsDescribedInFull() {
        Machine machine = Machine.here();

        assertThat(machine.cpu()).isNotBlank();
        assertThat(machine.cores()).isPositive();
        assertThat(machine.os()).contains(System.getProperty("os.name"));
        assertThat(machine.jdk()).contains(Runtime.version().toString());
    }
}
