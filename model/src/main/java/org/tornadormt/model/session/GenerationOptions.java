package org.tornadormt.model.session;

import java.util.OptionalInt;
import org.tornadormt.model.ModelException;

/**
 * What to generate.
 *
 * @param maxNewTokens tokens at most
 * @param commit whether a full segment rewrites the memory and the text goes on in the next one; without it everything
 *            is generated inside the last segment of the prompt, as the reference implementation does
 * @param endToken the token after which to stop, if there is one
 * @param sampling how tokens are chosen
 */
public record GenerationOptions(int maxNewTokens, boolean commit, OptionalInt endToken, SamplingOptions sampling) {

    /** Checks the range. */
    public GenerationOptions {
        if (maxNewTokens < 1) {
            throw new ModelException("the number of new tokens must be 1 or more, not " + maxNewTokens);
        }
    }
}
