package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.fixtures.ReferenceTransformer;

/** Attention weights of random models against the formulas in double precision. */
class MemoryAttentionTest {
    private static final List<Device> DEVICES = List.of(JvmDevice.withThreads(2), JvmDevice.definitionsOnly());
    /** As in {@code ReferenceRun}: how far random errors of single precision lead, with a margin since runs are few. */
    private static final int RUNS = 4;
    private static final double MARGIN = 4;

    @Property(tries = 60)
    void weightsAreThoseOfTheFormulas(@ForAll @LongRange(min = 0) long seed) {
        RmtModel model = RandomModels.any(seed);
        Assume.that(model.numMemTokens() > 0);
        Random random = new Random(seed);
        int[] tokens = model.layout()
                .withoutOwnTokens(RandomModels.text(model, random, 1 + random.nextInt(model.segmentSize())));
        double[][][][] exact = weights(ReferenceTransformer.exact(model), tokens);
        double tolerance = MARGIN * LongStream.range(0, RUNS)
                .mapToDouble(run -> distance(exact, weights(ReferenceTransformer.singlePrecision(model, run), tokens)))
                .max().orElseThrow();

        for (Device device : DEVICES) {
            MemoryAttention found = MemoryAttention.of(model, device, model.initialMemory().vectors(), tokens);

            for (int layer = 0; layer < exact.length; layer++) {
                for (int head = 0; head < exact[layer].length; head++) {
                    for (int slot = 0; slot < model.numMemTokens(); slot++) {
                        double[] row = exact[layer][head][model.layout().writeRow(slot, tokens.length)];
                        assertThat(found.layers()[layer][head][slot]).containsExactly(row, within(tolerance));
                    }
                }
            }
        }
    }

    private static double[][][][] weights(ReferenceTransformer reference, int[] tokens) {
        reference.segment(reference.initialMemory(), tokens);
        return reference.attentionWeights();
    }

    private static double distance(double[][][][] one, double[][][][] other) {
        double[] a = flat(one);
        double[] b = flat(other);
        double distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance = Math.max(distance, Math.abs(a[i] - b[i]));
        }
        return distance;
    }

    private static double[] flat(double[][][][] weights) {
        return Arrays.stream(weights).flatMap(Arrays::stream).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Test
    void theShareOfATokenIsTheMeanOverHeads() {
        var attention = new MemoryAttention(
                new double[][][][]{{{{0.5, 0.25, 0.25, 0}}, {{0.125, 0.125, 0.75, 0}}}}, new int[]{1, 2});

        assertThat(attention.ofTokens(0)).isDeepEqualTo(new double[][]{{0.1875, 0.5}});
    }

    @Test
    void aModelWithoutMemoryHasNone() {
        RmtModel model = RandomModels.decoder(1, 0, 4);

        assertThatThrownBy(() -> MemoryAttention.of(model, DEVICES.getFirst(), new float[0], new int[]{0}))
                .isInstanceOf(ModelException.class).hasMessageContaining("has no memory");
    }
}
