package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.model.ModelException;

class SamplerTest {
    private static final int DRAWS = 20_000;
    /** Seeds are fixed: a right sampler fails never, and one with this chance of failure is wrong. */
    private static final double SIGNIFICANCE = 1e-4;
    private static final float[] LOGITS = {0.5f, -1f, 2f, 0f, 1.25f, -3f};

    @Property
    void greedyTakesTheFirstOfTheLargest(@ForAll @LongRange(min = 0) long seed) {
        float[] logits = fewValues(seed);
        int best = IntStream.range(0, logits.length)
                .filter(i -> IntStream.range(0, logits.length).allMatch(j -> logits[j] <= logits[i]))
                .findFirst().orElseThrow();

        assertThat(new Sampler(SamplingOptions.greedy()).choose(logits)).isEqualTo(best);
        assertThat(new Sampler(new SamplingOptions(1, 1, 1, seed)).choose(logits)).as("top-k 1").isEqualTo(best);
        assertThat(new Sampler(new SamplingOptions(1, 0, 1e-9, seed)).choose(logits)).as("least top-p")
                .isEqualTo(best);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "0.5, 0, 1", "3, 0, 1", "1, 3, 1", "0.7, 2, 1", "1, 100, 1", "1, 0, 0.6", "1, 0, 0.95",
        "2, 4, 0.8"})
    void drawsFollowTheSoftmaxOfWhatIsLeft(double temperature, int topK, double topP) {
        double[] expected = probabilities(temperature, topK, topP);
        long[] counts = counts(new SamplingOptions(temperature, topK, topP, 17));
        int[] possible = IntStream.range(0, expected.length).filter(i -> expected[i] > 0).toArray();

        assertThat(IntStream.range(0, expected.length).filter(i -> counts[i] > 0)).isSubsetOf(
                IntStream.of(possible).boxed().toList());
        if (possible.length > 1) {
            double p = new ChiSquareTest().chiSquareTest(IntStream.of(possible).mapToDouble(i -> expected[i]).toArray(),
                    IntStream.of(possible).mapToLong(i -> counts[i]).toArray());
            assertThat(p).isGreaterThan(SIGNIFICANCE);
        }
    }

    @Test
    void theChiSquareTestTellsOtherDistributionsApart() {
        long[] counts = counts(new SamplingOptions(1.05, 0, 1, 17));
        assertThat(new ChiSquareTest().chiSquareTest(probabilities(1, 0, 1), counts)).isLessThan(SIGNIFICANCE);
    }

    @Property
    void topPKeepsTheSmallestSetThatReachesIt(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        double topP = 0.05 + 0.9 * random.nextDouble();
        double[] probabilities = probabilities(1, 0, topP);
        var sampler = new Sampler(new SamplingOptions(1, 0, topP, seed));
        for (int i = 0; i < 50; i++) {
            assertThat(probabilities[sampler.choose(LOGITS)]).isPositive();
        }
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(draws(3)).isEqualTo(draws(3)).isNotEqualTo(draws(4));
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        float[] logits = {3e38f, -3e38f, 3e38f};
        var sampler = new Sampler(new SamplingOptions(0.01, 0, 1, 1));
        assertThat(IntStream.range(0, 100).map(i -> sampler.choose(logits)).distinct().sorted()).containsExactly(0, 2);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void logitsThatAreNotFiniteAreRefused(float bad) {
        float[] logits = {1f, bad, 2f};
        for (double temperature : new double[]{0, 1}) {
            assertThatThrownBy(() -> new Sampler(new SamplingOptions(temperature, 0, 1, 0)).choose(logits))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the model's arithmetic overflowed on this input");
        }
    }

    /** The softmax by its formula, of the tokens that top-k and then top-p leave. */
    private static double[] probabilities(double temperature, int topK, double topP) {
        int[] order = IntStream.range(0, LOGITS.length).boxed().sorted((a, b) -> Float.compare(LOGITS[b], LOGITS[a]))
                .mapToInt(Integer::intValue).toArray();
        int kept = topK == 0 ? order.length : Math.min(topK, order.length);
        double[] weights = new double[LOGITS.length];
        IntStream.range(0, kept).forEach(i -> weights[order[i]] = Math.exp(LOGITS[order[i]] / temperature));
        double total = Arrays.stream(weights).sum();
        double before = 0;
        for (int i = 0; i < kept; i++) {
            double weight = weights[order[i]];
            // The likeliest tokens before this one have reached top-p already.
            weights[order[i]] = before / total >= topP ? 0 : weight;
            before += weight;
        }
        double left = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / left).toArray();
    }

    private static long[] counts(SamplingOptions options) {
        var sampler = new Sampler(options);
        long[] counts = new long[LOGITS.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.choose(LOGITS)]++;
        }
        return counts;
    }

    private static int[] draws(long seed) {
        var sampler = new Sampler(new SamplingOptions(1, 0, 1, seed));
        return IntStream.range(0, 50).map(i -> sampler.choose(LOGITS)).toArray();
    }

    /** Logits of which some are equal, zeros of both signs among them. */
    private static float[] fewValues(long seed) {
        var random = new Random(seed);
        float[] values = {-0f, 0f, 1f, 2.5f, -7f};
        float[] logits = new float[1 + random.nextInt(9)];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = values[random.nextInt(values.length)];
        }
        return logits;
    }
}
