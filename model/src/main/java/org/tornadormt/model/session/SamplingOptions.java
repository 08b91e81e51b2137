package org.tornadormt.model.session;

import org.tornadormt.model.ModelException;

/**
 * How the next token is chosen from its logits.
 *
 * @param temperature divides the logits; 0 takes the likeliest token always (greedy)
 * @param topK only the {@code topK} likeliest tokens may be drawn; 0 for no limit
 * @param topP only the likeliest tokens that together have probability {@code topP} may be drawn; 1 for no limit
 * @param seed seed of the draws
 */
public record SamplingOptions(double temperature, int topK, double topP, long seed) {

    /** Checks the ranges. */
    public SamplingOptions {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new ModelException("the temperature must be 0 or more, not " + temperature);
        }
        if (topK < 0) {
            throw new ModelException("top-k must be 0 or more, not " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new ModelException("top-p must be above 0 and at most 1, not " + topP);
        }
    }

    /** The likeliest token, always. */
    public static SamplingOptions greedy() {
        return new SamplingOptions(0, 0, 1, 0);
    }
}
