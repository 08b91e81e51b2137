package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.session.Forward;

/**
 * The JVM interprets a method at first and compiles it when it has run for a while. The numbers must not show it, or a
 * text that is resumed in a new process ends with other bits than one that was read in one go.
 */
class WarmUpTest {
    private static final int RUNS = 1_000;

    @Test
    void numbersStayTheSameToTheLastBitWhenTheJvmCompilesTheCode() {
        RmtModel model = RandomModels.wideDecoder(3, 9);
        int[] text = RandomModels.text(model, new Random(0), 27);
        JvmDevice device = JvmDevice.withThreads(2);
        try (var runner = new SegmentRunner(model, device, Forward.options(model, 1, model.segmentSize()))) {
            Forward.Result first = Forward.run(runner, model.memoryConfig(), text).getFirst();
            for (int run = 1; run < RUNS; run++) {
                Forward.Result result = Forward.run(runner, model.memoryConfig(), text).getFirst();
                assertThat(result.memory()).as("memory, run %d", run).isDeepEqualTo(first.memory());
                assertThat(result.logits()).as("logits, run %d", run).isDeepEqualTo(first.logits());
            }
        }
    }
}
