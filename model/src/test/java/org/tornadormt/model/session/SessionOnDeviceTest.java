package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TestDevices;
import org.tornadormt.model.fixtures.RandomModels;

/** Pieces, saved states and forks give the same bits on every device. */
@Tag("device")
class SessionOnDeviceTest {

    static Stream<Arguments> devices() {
        return TestDevices.all().map(device -> Arguments.of(device.info().id(), device));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("devices")
    void aTextInPiecesInterruptedForkedAndResumedEndsAsInOneGo(String id, Device device, @TempDir Path folder) {
        RmtModel model = RandomModels.wideDecoder(3, 5);
        var random = new Random(4);
        int[] text = RandomModels.text(model, random, 33);
        Path file = folder.resolve("memory.safetensors");
        try (Session whole = Session.reading(model, device); Session pieces = Session.reading(model, device)) {
            whole.feed(text);
            Reading.pieces(Arrays.copyOf(text, 17), random).forEach(pieces::feed);
            MemoryState state = pieces.state();
            MemoryFile.write(file, state, pieces.finalMemory(), model.numMemTokens());
            assertThat(pieces.state()).as("after finalMemory").isEqualTo(state);
            pieces.feed(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0);

            pieces.restore(MemoryFile.read(file));
            assertThat(pieces.state()).isEqualTo(state);
            Reading.pieces(Arrays.copyOfRange(text, 17, 33), random).forEach(pieces::feed);

            assertThat(pieces.state()).isEqualTo(whole.state());
            assertThat(pieces.finalMemory()).isEqualTo(whole.finalMemory());
        }
    }
}
