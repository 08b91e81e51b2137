package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.JvmDevice;

class TrainingRunnerTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @Test
    void aLabelThatTheModelHasNotIsNamed() {
        RmtModel model = RmtModel.load(FIXTURES.resolve("bert-rmt"), LoadOptions.defaults());
        try (TrainingRunner runner = new TrainingRunner(model, JvmDevice.withThreads(1), 1, 4)) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> runner.loss(new int[][]{{3, 4}}, new int[][]{{6}}))
                    .withMessageContaining("label 6").withMessageContaining("6 outputs: 0 to 5");
        }
    }
}
