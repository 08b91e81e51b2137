package org.tornadormt.model;

import static org.tornadormt.model.fixtures.Agreement.assertAgrees;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.fixtures.Fixture;
import org.tornadormt.model.session.Forward;

/** Logits and every memory state against PyTorch and Transformers, on every device. */
@Tag("device")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PyTorchForwardTest {
    private static final int MOST_TEXTS = 3;

    /** One for all cases of a folder: a device needs seconds to compile a program. */
    private final Map<String, SegmentRunner> runners = new HashMap<>();

    static Stream<Arguments> cases() {
        return TestDevices.all().flatMap(device -> Fixture.on(device)
                .filter(fixture -> fixture.kind().equals("forward"))
                .map(fixture -> Arguments.of(fixture, device.info().id(), device)));
    }

    @AfterAll
    void freeDevices() {
        runners.values().forEach(SegmentRunner::close);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("cases")
    void logitsAndMemoryAgreeWithPyTorch(Fixture fixture, String id, Device device) {
        RmtModel model = fixture.load();
        String key = id + fixture.folder() + model.numMemTokens();
        SegmentRunner runner = runners.computeIfAbsent(key, any -> runnerForAnySegment(model, device));
        List<Forward.Result> results = Forward.run(runner, model.memoryConfig(), fixture.texts());
        for (int row = 0; row < results.size(); row++) {
            assertAgrees("logits", results.get(row).logits(), fixture.expected(row, "logits").orElseThrow());
            float[][] memory = results.get(row).memory();
            float[] expected = fixture.expected(row, "memory").orElse(new float[0]);
            assertAgrees("memory", memory, lastStates(expected, memory));
        }
    }

    private static SegmentRunner runnerForAnySegment(RmtModel model, Device device) {
        int most = model.config().maxPositions() - model.layout().rows(0);
        return new SegmentRunner(model, device, Forward.options(model, MOST_TEXTS, most));
    }

    /** Without the initial states that PyTorch's encoder has for a row that waits for its first segment. */
    private static float[] lastStates(float[] expected, float[][] memory) {
        int size = memory.length * memory[0].length;
        return Arrays.copyOfRange(expected, expected.length - size, expected.length);
    }
}
