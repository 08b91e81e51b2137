package org.tornadormt.model.task;

/**
 * How a model answered texts of a task.
 *
 * @param texts how many it read
 * @param right in how many of these it said every target
 * @param targets how many targets they had
 * @param hits how many of these it said
 */
public record Answers(int texts, int right, long targets, long hits) {
    /** No texts. */
    public static final Answers NONE = new Answers(0, 0, 0, 0);

    /** These and others. */
    public Answers plus(Answers others) {
        return new Answers(texts + others.texts, right + others.right, targets + others.targets, hits + others.hits);
    }

    /**
     * The share of texts that were answered right as a whole. Targets of one text are not independent, so an interval is
     * given for texts only.
     *
     * @throws IllegalArgumentException if there are no texts
     */
    public AccuracyEstimate estimate() {
        return new AccuracyEstimate(right, texts);
    }

    /** The share of targets that were said, as papers on tasks with long answers have it; 0 … 1. */
    public double targetAccuracy() {
        return (double) hits / targets;
    }
}
