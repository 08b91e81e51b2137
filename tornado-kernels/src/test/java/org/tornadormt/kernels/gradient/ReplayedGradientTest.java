package org.tornadormt.kernels.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Launches are recorded once and replayed with other numbers in the same arrays, in another layer. */
final class ReplayedGradientTest {
    private static final int LAYERS = 2;
    private static final int ROWS = 300;
    private static final int IN = 150;
    private static final int OUT = 270;

    private final Random random = new Random(1);
    private final FloatArray x = new FloatArray(ROWS * IN);
    private final FloatArray weight = new FloatArray(LAYERS * OUT * IN);
    private final FloatArray bias = new FloatArray(LAYERS * OUT);
    private final FloatArray out = new FloatArray(ROWS * OUT);
    private final FloatArray outGradient = new FloatArray(ROWS * OUT);
    private final FloatArray xGradient = new FloatArray(ROWS * IN);
    private final FloatArray weightGradient = new FloatArray(LAYERS * OUT * IN);
    private final IntArray layer = IntArray.fromElements(0);
    private final List<FloatArray> inputs = List.of(x, weight, bias, outGradient);
    private final List<FloatArray> results = List.of(out, xGradient, weightGradient);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aReplayUsesTheNumbersOfNow(int threads) {
        Program program = program();
        try (Executable replayed = JvmDevice.withThreads(threads).compile(program)) {
            for (int run = 0; run < 4; run++) {
                renew(run % LAYERS);
                weightGradient.init(0f);
                replayed.run("step");
                List<float[]> ofReplay = contents();
                // New launches of the same arrays know nothing of earlier runs.
                weightGradient.init(0f);
                try (Executable fresh = JvmDevice.withThreads(1).compile(program())) {
                    fresh.run("step");
                }

                assertThat(ofReplay).usingElementComparator(Arrays::compare)
                        .as("run %d", run).containsExactlyElementsOf(contents());
            }
        }
    }

    @Test
    void gradientsAddUpFromRunToRun() {
        try (Executable replayed = JvmDevice.withThreads(2).compile(program())) {
            renew(1);
            weightGradient.init(0f);
            replayed.run("step");
            float once = weightGradient.get(OUT * IN + 7);
            replayed.run("step");

            // The second sum starts from the first: 300 terms, each rounded no more than 602 times on the way.
            float magnitude = 0f;
            for (int r = 0; r < ROWS; r++) {
                magnitude += Math.abs(outGradient.get(r * OUT) * x.get(r * IN + 7));
            }
            assertThat(weightGradient.get(OUT * IN + 7)).isCloseTo(2 * once,
                    within(602 * 2 * magnitude * 0x1p-24f));
            assertThat(weightGradient.get(7)).as("the other layer").isZero();
        }
    }

    private Program program() {
        List<Launch> launches = List.of(Linear.launchTrained(x, weight, bias, out, layer, ROWS, IN, OUT),
                LinearGradient.input(outGradient, weight, xGradient, layer, ROWS, IN, OUT, false),
                LinearGradient.weight(outGradient, x, weightGradient, layer, ROWS, IN, OUT));
        return Program.named("training").stage("step", launches).build();
    }

    private void renew(int nextLayer) {
        layer.set(0, nextLayer);
        for (FloatArray input : inputs) {
            for (int i = 0; i < input.getSize(); i++) {
                input.set(i, (float) random.nextGaussian());
            }
        }
    }

    private List<float[]> contents() {
        return results.stream().map(FloatArray::toHeapArray).toList();
    }
}
