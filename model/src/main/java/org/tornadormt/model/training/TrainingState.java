package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.TrainingRunner.Loss;
import org.tornadormt.model.task.CarriedTask;
import org.tornadormt.model.training.RunSeeds.Use;

/** All of a run that changes from step to step, besides the weights. */
final class TrainingState {
    private static final String PROGRESS = "progress";
    private static final String CARRIED = "carried";

    private final TrainingPlan plan;
    private final TrainingParts parts;
    private final List<CarriedState> carried = new ArrayList<>();
    private TrainingProgress progress;
    private int savedStep;

    /** The state before the first step. */
    TrainingState(TrainingPlan plan, TrainingParts parts) {
        this.plan = plan;
        this.parts = parts;
        progress = new TrainingProgress(plan.ramp().map(LengthRamp::first).orElse(parts.segmentSize()),
                plan.difficulty().filter(_ -> parts.texts().areGraded()).map(DifficultyRamp::first).orElse(1.0));
    }

    TrainingProgress progress() {
        return progress;
    }

    /** The step that was saved last. */
    int savedStep() {
        return savedStep;
    }

    /** Segments that the oldest carried text has read. */
    int oldest() {
        return carried.stream().mapToInt(CarriedState::oldest).max().orElse(0);
    }

    /** Adds the gradients of all batches of a step to those in the runner. */
    StepGradients gradients(int step) {
        boolean carries = plan.isCarried(progress.stage());
        if (carries && carried.isEmpty()) {
            beginCarrying();
        }
        RandomGenerator random = parts.seeds().random(Use.LENGTH, step);
        int segments = carries ? 0 : plan.curriculum().draw(random, progress.stage());
        int segmentSize = plan.ramp().map(ramp -> ramp.draw(random, progress.segmentSize()))
                .orElse(progress.segmentSize());
        TaskTexts texts = parts.texts().at(progress.difficulty());
        float[] initial = parts.initialMemory();
        float scale = 1f / plan.accumulate();
        List<StepGradients> batches = new ArrayList<>();
        for (int i = 0; i < plan.accumulate(); i++) {
            long number = (long) (step - 1) * plan.accumulate() + i;
            batches.add(carries
                    ? carried.get(i).step(parts.runner(), plan.depth(), number, initial, scale)
                    : texts.step(parts.runner(), plan.depth(), number, segments, segmentSize, initial, scale));
        }
        return together(batches, initial.length);
    }

    private static StepGradients together(List<StepGradients> batches, int memorySize) {
        float[] memoryGradient = new float[memorySize];
        double sum = 0;
        int labels = 0;
        int hits = 0;
        long tokens = 0;
        for (StepGradients batch : batches) {
            for (int i = 0; i < batch.memoryGradient().length; i++) {
                memoryGradient[i % memorySize] += batch.memoryGradient()[i];
            }
            sum += batch.loss().sum();
            labels += batch.loss().labels();
            hits += batch.loss().hits();
            tokens += batch.tokens();
        }
        return new StepGradients(new Loss(sum, labels, hits), memoryGradient, batches.getFirst().segments(),
                batches.getFirst().segmentSize(), tokens);
    }

    private void beginCarrying() {
        List<CarriedTask> tasks = parts.texts().tasks().stream().map(CarriedTask.class::cast).toList();
        for (int i = 0; i < plan.accumulate(); i++) {
            carried.add(new CarriedState(plan.carry().orElseThrow(), tasks, parts.segmentSize(), parts.seeds(), i,
                    plan.batch(), parts.initialMemory()));
        }
    }

    /** Writes the model with all that is needed to go on. */
    void save(RunFolder folder, ObjectNode description) {
        List<Tensor> tensors = new ArrayList<>(parts.optimizer().state());
        ObjectNode json = description.deepCopy();
        json.set(PROGRESS, progress.json());
        ArrayNode rows = json.putArray(CARRIED);
        for (CarriedState texts : carried) {
            tensors.addAll(texts.tensors());
            rows.add(texts.rows());
        }
        folder.saveLast(parts.trained(), tensors, json);
        savedStep = progress.step();
    }

    /** Goes on from what a folder holds; the weights are those that the parts were made with. */
    void restore(RunFolder folder) {
        ObjectNode json = folder.state();
        progress = TrainingProgress.of(json.required(PROGRESS));
        savedStep = progress.step();
        try (SafetensorsFile tensors = folder.stateTensors()) {
            parts.optimizer().restore(tensors, progress.step());
            if (!json.required(CARRIED).isEmpty()) {
                beginCarrying();
            }
            for (int i = 0; i < carried.size(); i++) {
                carried.get(i).restore(tensors, json.required(CARRIED).get(i));
            }
        }
    }
}
