package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.task.CarriedTask;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskEvaluation;
import org.tornadormt.model.training.RunSeeds.Use;

/** What a run works with: texts, runner, optimizer, and the checkpoint that they become. */
final class TrainingParts implements AutoCloseable {
    private final RmtModel model;
    private final RunSeeds seeds;
    private final TaskTexts texts;
    private final int samples;
    private final TrainingRunner runner;
    private final Optimizer optimizer;
    private final TrainedModel trained;

    TrainingParts(TrainingPlan plan, RmtModel model, List<Task> tasks, Device device) {
        if (model.config().head() != Head.LANGUAGE_MODEL) {
            throw new ModelException(model.folder() + ": only language models are trained; this one is a classifier");
        }
        requireFit(plan, model, tasks);
        this.model = model;
        seeds = new RunSeeds(plan.seed());
        texts = new TaskTexts(tasks, seeds, plan.batch());
        samples = plan.evaluation().samples();
        texts.requireLengths(plan.curriculum().drawn(), model.segmentSize());
        List<Integer> counts = new ArrayList<>(plan.curriculum().segments());
        plan.evaluation().segments().ifPresent(counts::add);
        runner = new TrainingRunner(model, device, plan.batch(), model.segmentSize(),
                texts.labels(counts, model.segmentSize()));
        optimizer = new Optimizer(runner, model.initialMemory().vectors(), plan.optimizer(),
                plan.optimizer().lora().map(lora -> new LoraAdapters(runner, lora, seeds.random(Use.ADAPTER, 0))));
        trained = new TrainedModel(model, runner, optimizer);
    }

    private static void requireFit(TrainingPlan plan, RmtModel model, List<Task> tasks) {
        for (Task task : tasks) {
            TaskEvaluation.requireVocabulary(model, task);
            if (plan.carry().isPresent() && !(task instanceof CarriedTask)) {
                throw new ModelException("task " + task.name() + " has no texts without end, which carried state"
                        + " needs; leave the --carry options out");
            }
        }
        if (plan.carry().isPresent() && model.numMemTokens() == 0) {
            throw new ModelException("a model without memory has no state to carry; leave the --carry options out");
        }
        if (plan.optimizer().memoryOnly() && model.numMemTokens() == 0) {
            throw new ModelException("a model without memory has nothing but its backbone; train that, or give it"
                    + " memory");
        }
        if (plan.ramp().isPresent() && plan.ramp().get().first() > model.segmentSize()) {
            throw new ModelException("segments that grow from " + plan.ramp().get().first() + " tokens are longer than"
                    + " those of the model, which have " + model.segmentSize());
        }
    }

    RunSeeds seeds() {
        return seeds;
    }

    TaskTexts texts() {
        return texts;
    }

    TrainingRunner runner() {
        return runner;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    TrainedModel trained() {
        return trained;
    }

    /** Tokens of a full segment of the model. */
    int segmentSize() {
        return model.segmentSize();
    }

    /** The initial memory as it is now, {@code [numMemTokens, embeddingSize]}. */
    float[] initialMemory() {
        return model.numMemTokens() == 0 ? new float[0] : optimizer.memory();
    }

    /** Measures the model as it is now. */
    List<TaskScore> measure(int segments, int segmentSize, double difficulty) {
        return new Evaluation(texts.at(difficulty), samples, segmentSize).run(runner, segments, initialMemory());
    }

    @Override
    public void close() {
        runner.close();
    }
}
