package org.tornadormt.model;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.fixtures.ReferenceRun;
import org.tornadormt.model.session.Forward;

/** A few random models against the formulas on every device; a device needs seconds to compile each. */
@Tag("device")
class ReferenceForwardOnDeviceTest {

    static Stream<Arguments> cases() {
        List<RmtModel> models = List.of(RandomModels.wideDecoder(3, 5), RandomModels.decoder(0, 1, 3),
                RandomModels.encoder(1, 2, 7));
        return TestDevices.all().flatMap(device -> models.stream().map(model -> Arguments.of(model.modelType(),
                model.config().blockOrder(), device.info().id(), model, device)));
    }

    @ParameterizedTest(name = "{0}, {1} on {2}")
    @MethodSource("cases")
    void logitsAndMemoryAreThoseOfTheFormulas(String type, Object order, String id, RmtModel model,
            Device device) {
        var random = new Random(7);
        int size = model.segmentSize();
        int[][] texts = {RandomModels.text(model, random, 3 * size + 1), RandomModels.text(model, random, 1),
            RandomModels.text(model, random, 2 * size)};

        List<Forward.Result> results = Forward.run(model, device, texts);

        for (int b = 0; b < texts.length; b++) {
            new ReferenceRun(model, texts[b]).assertAgrees("text " + b, results.get(b));
        }
    }
}
