package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.tornadormt.model.task.AccuracyEstimate;
import org.tornadormt.model.task.Answers;

/**
 * How a model did a task on texts of one length.
 *
 * @param model the model
 * @param task name of the task
 * @param segments segments of each text
 * @param answers how it answered; at least one text
 * @param seconds that it took, the making of the texts included
 */
record EvaluationRow(EvaluatedModel model, String task, int segments, Answers answers, double seconds) {

    /** What a table shows: task, segments, tokens, texts, accuracy, interval, and the share of targets if there are more. */
    Object[] cells() {
        AccuracyEstimate estimate = answers.estimate();
        String targets = answers.targets() == answers.texts()
                ? ""
                : Percent.of(answers.targetAccuracy()) + " % of targets";
        return new Object[]{task, grouped(segments), grouped((long) segments * model.model().segmentSize()),
            estimate.samples(), Percent.of(estimate.accuracy()), Percent.interval(estimate), targets};
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** An entry of the report; shares from 0 to 1. */
    ObjectNode json() {
        AccuracyEstimate estimate = answers.estimate();
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("model", model.name());
        model.trained().ifPresent(length -> node.put("trainedSegments", length.segments()));
        return node.put("task", task).put("segments", segments).put("samples", estimate.samples())
                .put("correct", estimate.correct()).put("accuracy", estimate.accuracy())
                .put("ciLow", estimate.ciLow()).put("ciHigh", estimate.ciHigh()).put("targets", answers.targets())
                .put("targetAccuracy", answers.targetAccuracy()).put("seconds", seconds);
    }
}
