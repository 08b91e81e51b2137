package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner.Loss;
import org.tornadormt.model.task.Task;

/**
 * Trains a model by a plan: step by step, from stage to stage, measured and saved on the way. What a run does depends
 * on the plan, the model, the tasks and the device alone, whether it is stopped and gone on with or not.
 */
public final class Trainer implements AutoCloseable {
    private final TrainingPlan plan;
    private final RunFolder folder;
    private final TrainingListener listener;
    private final TrainingParts parts;
    private final TrainingState state;
    private final ObjectNode description;

    /** How a run ended. */
    public enum End {
        /** All steps were taken. */
        FINISHED,
        /** It was asked to stop, and can be gone on with. */
        STOPPED,
        /** It was still at chance: it should begin anew with another seed. */
        STUCK
    }

    /**
     * Prepares a run, which begins or goes on with the state that the folder holds.
     *
     * @param model what training begins with; to go on, {@link RunFolder#last}
     * @param resumed whether to go on
     * @param description is kept with the state: how the run came about
     * @throws ModelException if model, tasks and plan do not fit each other
     * @throws org.tornadormt.kernels.device.DeviceException if the device computes gradients wrongly
     */
    public Trainer(TrainingPlan plan, RmtModel model, List<Task> tasks, Device device, RunFolder folder,
            boolean resumed, ObjectNode description, TrainingListener listener) {
        this.plan = plan;
        this.folder = folder;
        this.listener = listener;
        this.description = description;
        GradientCheck.require(model, device);
        parts = new TrainingParts(plan, model, tasks, device);
        state = new TrainingState(plan, parts);
        if (resumed) {
            state.restore(folder);
        }
    }

    /**
     * Takes all steps that are left.
     *
     * @param stop is asked after each step whether to stop
     * @throws ModelException if a number becomes NaN or infinite; the message names step, segment and the checkpoint to
     *             go back to
     */
    public End run(BooleanSupplier stop) {
        TrainingProgress progress = state.progress();
        if (progress.step() == 0) {
            save();
        }
        while (progress.step() < plan.steps()) {
            step();
            if (isStuck()) {
                return End.STUCK;
            }
            boolean last = progress.step() == plan.steps();
            if (last || progress.step() % plan.evaluation().every() == 0) {
                measure();
            }
            advance();
            boolean stopped = stop.getAsBoolean();
            if (last || stopped || progress.step() % plan.saveEvery() == 0) {
                save();
            }
            if (stopped && !last) {
                return End.STOPPED;
            }
        }
        return End.FINISHED;
    }

    private void step() {
        TrainingProgress progress = state.progress();
        int step = progress.step() + 1;
        double rate = plan.learningRate().at(step);
        try {
            parts.runner().zeroGradients();
            StepGradients gradients = state.gradients(step);
            double norm = parts.optimizer().step(rate, gradients.memoryGradient());
            Loss loss = gradients.loss();
            double accuracy = (double) loss.hits() / Math.max(1, loss.labels());
            progress.stepped(gradients.tokens());
            if (gradients.segments() == plan.mostSegments(progress.stage())
                    && gradients.segmentSize() == progress.segmentSize()) {
                progress.noted(accuracy, IntStream.of(plan.curriculum().batches(),
                        plan.ramp().map(LengthRamp::batches).orElse(1),
                        plan.difficulty().map(DifficultyRamp::batches).orElse(1)).max().orElseThrow());
            }
            listener.stepped(new StepReport(step, progress.stage(), gradients.segments(), gradients.segmentSize(),
                    progress.difficulty(), loss.sum() / Math.max(1, loss.labels()), accuracy, norm, rate,
                    gradients.tokens(),
                    progress.tokens(), state.oldest()));
        } catch (ModelException e) {
            String message = e.getMessage().startsWith("step ") ? e.getMessage() : "step " + step + ": "
                    + e.getMessage();
            throw new ModelException(message + "; the last good checkpoint is " + folder.last() + ", of step "
                    + state.savedStep());
        }
    }

    /** Whether the first stage should have shown something by now, and has not. */
    private boolean isStuck() {
        TrainingProgress progress = state.progress();
        boolean due = plan.restarts().most() > 0 && progress.stage() == 0
                && progress.step() == plan.restarts().afterSteps();
        return due && parts.measure(plan.measuredSegments(0), progress.segmentSize(), progress.difficulty()).stream()
                .allMatch(TaskScore::isChance);
    }

    /** Always at full difficulty, so that one measurement can be compared with the next. */
    private void measure() {
        TrainingProgress progress = state.progress();
        List<TaskScore> scores = parts.measure(plan.measuredSegments(progress.stage()), progress.segmentSize(), 1);
        double mean = scores.stream().mapToDouble(TaskScore::quality).average().orElse(0);
        boolean best = progress.isBest(mean);
        if (best) {
            folder.saveBest(parts.trained());
        }
        listener.measured(progress.step(), progress.stage(), scores, best);
    }

    /** To longer segments, to harder texts or to the next stage, if it is time. */
    private void advance() {
        TrainingProgress progress = state.progress();
        int stage = progress.stage();
        if (plan.isCarried(stage)) {
            return;
        }
        if (progress.segmentSize() < parts.segmentSize()) {
            LengthRamp ramp = plan.ramp().orElseThrow();
            if (progress.hasReached(ramp.accuracy(), ramp.batches())) {
                progress.nextSegmentSize(Math.min(parts.segmentSize(), progress.segmentSize() + ramp.increment()));
                listener.happened(progress.step(), "segments of " + progress.segmentSize() + " tokens");
            }
            return;
        }
        if (progress.difficulty() < 1) {
            DifficultyRamp ramp = plan.difficulty().orElseThrow();
            if (progress.hasReached(ramp.accuracy(), ramp.batches())) {
                progress.nextDifficulty(ramp.next(progress.difficulty()));
                listener.happened(progress.step(), String.format(Locale.ROOT, "texts of a difficulty of %.2f",
                        progress.difficulty()));
            }
            return;
        }
        boolean reached = progress.hasReached(plan.curriculum().accuracy(), plan.curriculum().batches());
        if (stage == plan.lastStage() || !reached && progress.stepsOfStage() < plan.curriculum().mostSteps()) {
            return;
        }
        String why = String.format(Locale.ROOT, "stage %d ended %s %.3f", stage + 1,
                reached ? "at an accuracy of" : "after its most steps, at", progress.mean(plan.curriculum().batches()));
        progress.nextStage();
        String next = plan.isCarried(stage + 1)
                ? "carried state, windows of up to " + plan.mostSegments(stage + 1) + " segments"
                : "up to " + plan.mostSegments(stage + 1) + " segments";
        listener.happened(progress.step(), why + "; now " + next);
    }

    private void save() {
        state.save(folder, description);
    }

    /** Steps that were taken, before this run and in it. */
    public int steps() {
        return state.progress().step();
    }

    /** Tokens that were read, before this run and in it. */
    public long tokens() {
        return state.progress().tokens();
    }

    @Override
    public void close() {
        parts.close();
    }
}
