package org.tornadormt.model;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Rotary position embedding (arXiv 2104.09864): pair {@code i} of a head turns by {@code base^(-i / pairs)}, scaled,
 * from one position to the next.
 *
 * @param pairs pairs of values that turn in each head
 * @param base the base, {@code rope_theta}
 * @param scaling how models that were made to read longer texts turn more slowly
 */
public record RotaryConfig(int pairs, double base, Scaling scaling) {

    /** What is done to a frequency. */
    public sealed interface Scaling permits None, Linear, Llama3 {
        /** The frequency, in radians a position, that takes the place of {@code frequency}. */
        float scale(float frequency);
    }

    /** Nothing. */
    public record None() implements Scaling {
        @Override
        public float scale(float frequency) {
            return frequency;
        }
    }

    /**
     * All positions are divided by a factor (arXiv 2306.15595).
     *
     * @param factor the factor
     */
    public record Linear(double factor) implements Scaling {
        @Override
        public float scale(float frequency) {
            return frequency / (float) factor;
        }
    }

    /**
     * Slow frequencies are divided by a factor, fast ones stay, and between them it goes smoothly (Llama 3.1,
     * arXiv 2407.21783; {@code rope_type} "llama3" of Hugging Face Transformers).
     *
     * @param factor the factor of the slow ones
     * @param lowFrequencyFactor turns within the original positions up to which a frequency is slow
     * @param highFrequencyFactor turns within the original positions from which on it is fast
     * @param originalMaxPositions positions that the model was trained with at first
     */
    public record Llama3(double factor, double lowFrequencyFactor, double highFrequencyFactor,
            int originalMaxPositions) implements Scaling {
        @Override
        public float scale(float frequency) {
            double turns = originalMaxPositions * frequency / (2 * Math.PI);
            if (turns < lowFrequencyFactor) {
                return (float) (frequency / factor);
            }
            if (turns > highFrequencyFactor) {
                return frequency;
            }
            double smooth = (turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
            return (float) ((1 - smooth) * frequency / factor + smooth * frequency);
        }
    }

    /** Checks what no checkpoint may get wrong. */
    public RotaryConfig {
        TransformerConfig.requirePositive("number of pairs that rotary positions turn", pairs);
        if (!(base > 0)) {
            throw new ModelException("config.json: the base of rotary positions must be more than 0, not " + base);
        }
    }

    /**
     * The cosines and then the sines of each position, {@code [positions, 2 * pairs]}. Angles are rounded to single
     * precision as PyTorch rounds them: far from position 0 that is what a model was trained with.
     */
    FloatArray table(int positions) {
        return table(positions, 1);
    }

    /** The table that turns back, for gradients. */
    FloatArray tableBack(int positions) {
        return table(positions, -1);
    }

    private FloatArray table(int positions, int direction) {
        FloatArray table = Zeros.floats(positions, 2 * pairs);
        for (int i = 0; i < pairs; i++) {
            float frequency = scaling.scale(1f / (float) Math.pow(base, (float) i / pairs));
            for (int position = 0; position < positions; position++) {
                float angle = position * frequency;
                table.set(2 * pairs * position + i, (float) Math.cos(angle));
                table.set(2 * pairs * position + pairs + i, direction * (float) Math.sin(angle));
            }
        }
        return table;
    }
}
