package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskEvaluation;

/**
 * A model that is evaluated.
 *
 * @param name as the user wrote it
 * @param model what it is
 * @param trained the longest texts that it was trained on, if its folder tells
 * @param tasks what it is asked to do, in the ids of its own vocabulary
 */
record EvaluatedModel(String name, RmtModel model, Optional<TrainedLength> trained, List<Task> tasks) {
    private static final String UNKNOWN = "–";

    /**
     * Finds out before any long work that a model cannot be evaluated.
     *
     * @param lengths of the texts, in segments
     * @throws InputException if the model is none of language, or if a task has no texts of a length
     * @throws org.tornadormt.model.ModelException if its vocabulary lacks a token
     */
    void check(List<Integer> lengths) {
        LanguageModels.require(model, "evaluate");
        for (Task task : tasks) {
            TaskEvaluation.requireVocabulary(model, task);
            for (int segments : lengths) {
                try {
                    task.read(segments, model.segmentSize(), 0);
                } catch (IllegalArgumentException e) {
                    throw new InputException(name + ", task " + task.name() + ": " + e.getMessage());
                }
            }
        }
    }

    /** The longest texts that it was trained on, as a table shows them. */
    String trainedText() {
        return trained.map(TrainedLength::toString).orElse(UNKNOWN);
    }

    /** What a report says of it. */
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("model", name)
                .put("segmentSize", model.segmentSize()).put("numMemTokens", model.numMemTokens());
        trained.ifPresent(length -> node.put("trainedSegments", length.segments())
                .put("trainedCarried", length.carried()));
        return node;
    }
}
