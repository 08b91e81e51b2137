package org.tornadormt.model;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Rows of logits as they came from a device, valid until the next pass.
 *
 * @param values {@code [rows, numOutputs]}
 * @param numOutputs logits a row
 */
public record LogitRows(FloatArray values, int numOutputs) {

    /**
     * A copy of row {@code row}.
     *
     * @throws ModelException if a logit is NaN or infinite
     */
    public float[] row(int row) {
        float[] logits = new float[numOutputs];
        for (int j = 0; j < numOutputs; j++) {
            logits[j] = requireFinite(values.get(row * numOutputs + j));
        }
        return logits;
    }

    private static float requireFinite(float logit) {
        if (!Float.isFinite(logit)) {
            throw new ModelException("the logits hold " + logit + ": the model's arithmetic overflowed on this input");
        }
        return logit;
    }

    /** Index of the largest logit of row {@code row}; the first of equals. */
    public int argMax(int row) {
        return argMax(row(row));
    }

    /**
     * Index of the largest of {@code logits}; the first of equals.
     *
     * @throws ModelException if one is NaN or infinite
     */
    public static int argMax(float[] logits) {
        int best = 0;
        for (int j = 0; j < logits.length; j++) {
            if (requireFinite(logits[j]) > logits[best]) {
                best = j;
            }
        }
        return best;
    }
}
