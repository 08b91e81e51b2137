package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.fixtures.Fixture;
import org.tornadormt.model.session.GenerationOptions;
import org.tornadormt.model.session.Generator;
import org.tornadormt.model.session.SamplingOptions;

/**
 * Greedy ids against PyTorch: inside the last segment as Transformers' own {@code generate} gives them, and over
 * segment borders as a loop without any cache gives them.
 */
@Tag("device")
class PyTorchGenerationTest {

    static Stream<Arguments> cases() {
        return TestDevices.all().flatMap(device -> Fixture.on(device)
                .filter(fixture -> !fixture.kind().equals("forward"))
                .filter(fixture -> fixture.folder().equals(fixture.expectedFolder()))
                .map(fixture -> Arguments.of(fixture, device.info().id(), device)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("cases")
    void greedyIdsEqualPyTorch(Fixture fixture, String id, Device device) {
        boolean commit = fixture.kind().equals("generate_commit");
        var options = new GenerationOptions(fixture.maxNewTokens(), commit, OptionalInt.empty(),
                SamplingOptions.greedy());
        try (Generator generator = Generator.after(fixture.load(), device, Optional.empty(), fixture.texts()[0],
                options)) {
            assertThat(generator.generate(token -> {})).containsExactly(fixture.expectedIds());
        }
    }
}
