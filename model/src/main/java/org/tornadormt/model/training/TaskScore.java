package org.tornadormt.model.training;

import java.util.List;

/**
 * How well a model does on texts that it is not trained with.
 *
 * @param task name of the task
 * @param segments segments of the texts
 * @param loss mean cross-entropy of all labels, in nats
 * @param labels how many there were
 * @param hits how many of them had the largest logit
 * @param commonest how many of them were the commonest of all
 * @param segmentLosses of a task that is judged by its loss, mean cross-entropy of each segment; empty for others
 */
public record TaskScore(String task, int segments, double loss, int labels, int hits, int commonest,
        List<Double> segmentLosses) {
    private static final double DEVIATIONS = 4;

    /** Share of labels that had the largest logit. */
    public double accuracy() {
        return (double) hits / labels;
    }

    /** Whether the task is judged by its loss. */
    public boolean isJudgedByLoss() {
        return !segmentLosses.isEmpty();
    }

    /** How many equally likely tokens would be as hard to tell: the exponential of the loss. */
    public double perplexity() {
        return Math.exp(loss);
    }

    /** What the best model has most of: accuracy, or the inverse of perplexity; 0 to 1. */
    public double quality() {
        return isJudgedByLoss() ? 1 / perplexity() : accuracy();
    }

    /** Whether it is no better than saying the commonest label each time, give or take four standard deviations. */
    public boolean isChance() {
        double share = (double) commonest / labels;
        return accuracy() <= share + DEVIATIONS * Math.sqrt(share * (1 - share) / labels);
    }
}
