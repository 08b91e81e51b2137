package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

class BenchShapesTest {

    @Test
    void aShapeIsFoundByItsName() {
        assertThat(BenchShapes.names()).allSatisfy(
                name -> assertThat(BenchShapes.named(name).name()).isEqualTo(name));
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> BenchShapes.named("huge"))
                .withMessage("there is no shape huge; choose from gpt2-small, small, facts");
    }

    @Test
    void theParameterCountIsThatOfTheCheckpoint(@TempDir Path folder) {
        BenchShape shape = BenchShapes.named("facts");
        try (SafetensorsFile weights = BenchCheckpoint.create(folder, shape, 1).weights()) {
            assertThat(weights.names().stream().mapToLong(name -> weights.tensor(name).elementCount()).sum())
                    .isEqualTo(shape.parameterCount());
        }
    }
}
