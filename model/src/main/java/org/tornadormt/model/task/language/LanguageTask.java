package org.tornadormt.model.task.language;

import java.util.Optional;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.model.task.ShiftedText;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskText;

/**
 * Texts cut from a long one. Each token is the target of the one before it, across the borders of segments too, and the
 * target of the last is the token that follows it in the long text. A cut begins anywhere; all places are equally
 * likely.
 */
public final class LanguageTask implements Task {
    private final String source;
    private final TokenFile tokens;
    private final int vocabularySize;
    private final Optional<LanguageTask> validation;

    /**
     * A task that is measured with what it trains on.
     *
     * @param source where the tokens come from, for messages
     * @param tokens what is cut
     * @param vocabularySize one more than the largest id
     */
    public LanguageTask(String source, TokenFile tokens, int vocabularySize) {
        this(source, tokens, vocabularySize, Optional.empty());
    }

    private LanguageTask(String source, TokenFile tokens, int vocabularySize, Optional<LanguageTask> validation) {
        this.source = source;
        this.tokens = tokens;
        this.vocabularySize = vocabularySize;
        this.validation = validation;
    }

    /** The same, measured with the texts of another. */
    public LanguageTask measuredWith(LanguageTask other) {
        return new LanguageTask(source, tokens, vocabularySize, Optional.of(other));
    }

    @Override
    public String name() {
        return "language";
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public boolean isJudgedByLoss() {
        return true;
    }

    @Override
    public Task measured() {
        return validation.orElse(this);
    }

    @Override
    public TaskText text(int segments, int segmentSize, long seed) {
        int count = Math.multiplyExact(segments, segmentSize);
        long places = tokens.size() - count;
        if (places < 1) {
            throw new IllegalArgumentException(
                    "%s: %,d tokens are too few for a text of %d segments of %d and the token"
                            .formatted(source, tokens.size(), segments, segmentSize)
                            + " behind it; give a longer file, or ask for fewer or shorter segments");
        }
        long from = Math.floorMod(new Well19937c(seed).nextLong(), places);
        return ShiftedText.cut(tokens.ids(from, count + 1), count, segments, segmentSize);
    }
}
