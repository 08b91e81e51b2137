package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.fixtures.ReferenceRun;
import org.tornadormt.model.session.Forward;

/** Logits and memory of random models against the formulas in double precision. */
class ReferenceForwardTest {
    private static final int MOST_TEXTS = 3;
    private static final int MOST_SEGMENTS = 4;
    private static final List<Device> DEVICES = List.of(JvmDevice.withThreads(2), JvmDevice.definitionsOnly());

    @Property(tries = 150)
    void logitsAndMemoryAreThoseOfTheFormulas(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        int[][] texts = texts(model, new Random(seed));
        for (Device device : DEVICES) {
            List<Forward.Result> results = Forward.run(model, device, texts);
            for (int b = 0; b < texts.length; b++) {
                new ReferenceRun(model, texts[b])
                        .assertAgrees("seed " + seed + ", " + device.info().id() + ", text " + b, results.get(b));
            }
        }
    }

    @Test
    void theToleranceIsFarBelowTheNumbersThatItIsFor() {
        List<Double> tolerances = new ArrayList<>();
        for (long seed = 0; seed < 100; seed++) {
            RmtModel model = RandomModels.any(seed);
            tolerances.add(new ReferenceRun(model, texts(model, new Random(seed))[0]).largestTolerance());
        }
        tolerances.sort(null);
        assertThat(tolerances.get(50)).as("half of them").isLessThan(1e-4);
        assertThat(tolerances.get(90)).as("nine of ten").isLessThan(1e-2);
    }

    private static int[][] texts(RmtModel model, Random random) {
        int[][] texts = new int[1 + random.nextInt(MOST_TEXTS)][];
        for (int b = 0; b < texts.length; b++) {
            texts[b] = RandomModels.text(model, random, 1 + random.nextInt(MOST_SEGMENTS * model.segmentSize()));
        }
        return texts;
    }
}
