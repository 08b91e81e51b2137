package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** How far a run is. */
final class TrainingProgress {
    private final Deque<Double> recent = new ArrayDeque<>();
    private int step;
    private int stage;
    private int stepsOfStage;
    private int segmentSize;
    private double difficulty;
    private long tokens;
    private int bestStep;
    private int bestStage = -1;
    private double bestQuality;

    /** A run that begins with segments of that many tokens and texts of that difficulty. */
    TrainingProgress(int segmentSize, double difficulty) {
        this.segmentSize = segmentSize;
        this.difficulty = difficulty;
    }

    /** Steps that were taken. */
    int step() {
        return step;
    }

    /** Number of the stage, from 0. */
    int stage() {
        return stage;
    }

    /** Steps that were taken in this stage. */
    int stepsOfStage() {
        return stepsOfStage;
    }

    /** Tokens of a segment that the ramp has reached. */
    int segmentSize() {
        return segmentSize;
    }

    /** Difficulty of texts that the ramp has reached; 1 for tasks that have none. */
    double difficulty() {
        return difficulty;
    }

    /** Tokens that were read. */
    long tokens() {
        return tokens;
    }

    /** The step whose model is the best of the last stage that was measured; 0 if none was. */
    int bestStep() {
        return bestStep;
    }

    /** The stage of that model; -1 if there is none. */
    int bestStage() {
        return bestStage;
    }

    /** {@link TaskScore#quality} of that model. */
    double bestQuality() {
        return bestQuality;
    }

    /** Counts a step. */
    void stepped(long stepTokens) {
        step++;
        stepsOfStage++;
        tokens += stepTokens;
    }

    /** Takes note of the accuracy of a batch of the longest texts; the last {@code most} count. */
    void noted(double accuracy, int most) {
        recent.add(accuracy);
        while (recent.size() > most) {
            recent.remove();
        }
    }

    /** Whether at least {@code batches} were noted and the mean accuracy of the last of them is that, or more. */
    boolean hasReached(double accuracy, int batches) {
        return recent.size() >= batches && mean(batches) >= accuracy;
    }

    /** Mean accuracy of the last {@code batches} that were noted, or of as many as there are. */
    double mean(int batches) {
        return recent.stream().skip(Math.max(0, recent.size() - batches)).mapToDouble(Double::doubleValue).average()
                .orElse(0);
    }

    /** The next stage begins. */
    void nextStage() {
        stage++;
        stepsOfStage = 0;
        recent.clear();
    }

    /** The ramp of lengths goes on. */
    void nextSegmentSize(int tokensOfSegment) {
        segmentSize = tokensOfSegment;
        recent.clear();
    }

    /** The ramp of difficulties goes on. */
    void nextDifficulty(double next) {
        difficulty = next;
        recent.clear();
    }

    /** Takes note of a measurement; says whether it is the best of the stage. */
    boolean isBest(double quality) {
        boolean best = stage > bestStage || quality >= bestQuality;
        if (best) {
            bestStep = step;
            bestStage = stage;
            bestQuality = quality;
        }
        return best;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("step", step).put("stage", stage)
                .put("stepsOfStage", stepsOfStage).put("segmentSize", segmentSize).put("difficulty", difficulty)
                .put("tokens", tokens).put("bestStep", bestStep).put("bestStage", bestStage)
                .put("bestQuality", bestQuality);
        ArrayNode accuracies = json.putArray("recent");
        recent.forEach(accuracies::add);
        return json;
    }

    static TrainingProgress of(JsonNode json) {
        TrainingProgress progress = new TrainingProgress(json.required("segmentSize").intValue(),
                json.path("difficulty").asDouble(1));
        progress.step = json.required("step").intValue();
        progress.stage = json.required("stage").intValue();
        progress.stepsOfStage = json.required("stepsOfStage").intValue();
        progress.tokens = json.required("tokens").longValue();
        progress.bestStep = json.required("bestStep").intValue();
        progress.bestStage = json.required("bestStage").intValue();
        progress.bestQuality = json.required("bestQuality").doubleValue();
        json.required("recent").forEach(accuracy -> progress.recent.add(accuracy.doubleValue()));
        return progress;
    }
}
