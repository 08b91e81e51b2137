package org.tornadormt.model.session;

import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.model.LogitRows;

/**
 * Chooses tokens: greedily, or by a draw from the softmax with temperature, top-k and nucleus (top-p, arXiv 1904.09751)
 * limits, in that order as Transformers applies them.
 */
public final class Sampler {
    private final SamplingOptions options;
    private final RandomGenerator random;

    /** A sampler with its own random numbers. */
    public Sampler(SamplingOptions options) {
        this.options = options;
        random = new Well19937c(options.seed());
    }

    /**
     * Chooses a token.
     *
     * @param logits {@code [vocabularySize]}
     * @throws org.tornadormt.model.ModelException if a logit is NaN or infinite
     */
    public int choose(float[] logits) {
        int best = LogitRows.argMax(logits);
        if (options.temperature() == 0) {
            return best;
        }
        // Float.compare puts 0 before -0; adding 0 makes them equals, of which the first comes first.
        int[] likeliest = IntStream.range(0, logits.length).boxed()
                .sorted((a, b) -> Float.compare(logits[b] + 0f, logits[a] + 0f)).mapToInt(Integer::intValue)
                .limit(options.topK() == 0 ? logits.length : options.topK()).toArray();
        double[] weights = IntStream.of(likeliest)
                .mapToDouble(id -> Math.exp((logits[id] - (double) logits[best]) / options.temperature())).toArray();
        int allowed = nucleus(weights);
        return likeliest[draw(weights, allowed)];
    }

    /** The number of likeliest tokens that first reach probability top-p. */
    private int nucleus(double[] weights) {
        double total = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (sum >= options.topP() * total) {
                return i + 1;
            }
        }
        return weights.length;
    }

    private int draw(double[] weights, int allowed) {
        double total = IntStream.range(0, allowed).mapToDouble(i -> weights[i]).sum();
        double rest = random.nextDouble() * total;
        for (int i = 0; i < allowed; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return allowed - 1;
    }
}
