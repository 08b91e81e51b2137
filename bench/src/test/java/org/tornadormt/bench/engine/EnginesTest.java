package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.torchscript.LinearMaps;

class EnginesTest {

    @Test
    void aGroupIsAllItsEngines() {
        assertThat(Engines.named("djl")).startsWith("djl-eager", "djl-torchscript")
                .hasSize(LinearMaps.ONEDNN.isOnThisProcessor() ? 3 : 2);
        assertThat(Engines.named("onnx")).containsExactly("onnxruntime");
    }

    @Test
    void anEngineIsItself() {
        for (String name : new String[]{"djl-eager", "djl-torchscript", "onnxruntime", "tornadormt"}) {
            assertThat(Engines.named(name)).containsExactly(name);
        }
    }

    @Test
    void anythingElseIsNamedWithTheChoices() {
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> Engines.named("dj"))
                .withMessage("there is no engine dj; choose from " + String.join(", ", Engines.choices()))
                .withMessageContaining("djl, onnx, djl-eager, djl-torchscript, ");
        assertThatExceptionOfType(EngineException.class).isThrownBy(() -> Engines.named(""));
    }

    @Test
    void ourOwnOpensWithAndWithoutLogits(@TempDir Path folder) {
        BenchShape shape = BenchShapes.named("facts");
        BenchCheckpoint checkpoint = BenchCheckpoint.create(folder, shape, 1);
        int[][] ids = new int[1][shape.segmentSize()];
        float[] memory;
        try (Engine engine = Engines.open(Engines.TORNADORMT, checkpoint, 1, 1, true, "jvm")) {
            engine.segment(ids);
            memory = engine.memory();
            assertThat(engine.logits()).hasSize(shape.segmentSize() * shape.vocabularySize());
        }
        try (Engine engine = Engines.open(Engines.TORNADORMT, checkpoint, 1, 1, false, "jvm")) {
            engine.segment(ids);
            assertThat(engine.memory()).containsExactly(memory);
        }
    }
}
