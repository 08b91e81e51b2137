package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.training.RunFolder;
import org.tornadormt.model.training.Trainer;
import org.tornadormt.model.training.Trainer.End;
import org.tornadormt.model.training.TrainingPlan;

/** A run of training from its first or a later step to its end, with restarts if it learns nothing. */
final class TrainSession {
    private static final String SEED = "seed";
    private static final String RESTARTS = "restarts";

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Device device;
    private final RunFolder folder;
    private final TrainArguments arguments;
    private final TrainOptions options;

    TrainSession(Terminal terminal, Map<String, String> environment, Device device, RunFolder folder,
            TrainArguments arguments) {
        this.terminal = terminal;
        this.environment = environment;
        this.device = device;
        this.folder = folder;
        this.arguments = arguments;
        options = arguments.parse();
    }

    /** Finds out before anything is written whether the options can be followed. */
    void check() {
        plan(options.seed(), 0);
        options.model.check();
        if (options.data.isGiven()) {
            options.data.check(options.tasks.names());
        } else {
            options.tasks.check();
        }
    }

    private TrainingPlan plan(long seed, int restarts) {
        try {
            return options.plan(seed, restarts);
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage());
        }
    }

    /**
     * Trains until all steps are taken, or it is asked to stop.
     *
     * @param resume whether to go on with what the folder holds
     * @param stop is asked after each step, with the tokens that the run has read
     */
    void run(boolean resume, LongPredicate stop) {
        if (resume) {
            ObjectNode state = folder.state();
            long seed = state.required(SEED).longValue();
            int restarts = state.required(RESTARTS).intValue();
            int done = state.required("progress").required("step").intValue();
            RunMetrics metrics = new RunMetrics(folder.metrics(), done);
            attempt(options.model.load(folder.last()), seed, restarts, done, metrics, stop);
            return;
        }
        try {
            RmtModel model = options.model.begin(folder, options.seed(), environment);
            if (options.data.isGiven()) {
                options.data.write(folder, model, terminal);
            }
            attempt(model, options.seed(), 0, 0, new RunMetrics(folder.metrics(), 0), stop);
        } catch (RuntimeException e) {
            folder.abandon();
            throw e;
        }
    }

    private void attempt(RmtModel model, long seed, int restarts, int done, RunMetrics metrics, LongPredicate stop) {
        TrainingPlan plan = plan(seed, restarts);
        List<Task> tasks = options.data.isGiven()
                ? List.of(options.data.of(folder, model))
                : options.tasks.of(model);
        ObjectNode description = JsonNodeFactory.instance.objectNode().put(SEED, seed).put(RESTARTS, restarts);
        arguments.describe(description);
        End end;
        try (TrainLog log = new TrainLog(terminal, metrics, plan.steps(), done);
                Trainer trainer = new Trainer(plan, model, tasks, device, folder, done > 0, description, log)) {
            terminal.println((done > 0 ? "going on behind step " + done + " of " : "") + plan.steps() + " steps, "
                    + device.info().describe() + ", seed " + seed);
            end = trainer.run(() -> stop.test(trainer.tokens()));
        }
        if (end == End.STUCK) {
            terminal.println("step " + plan.restarts().afterSteps() + ": still at chance; begins anew with seed "
                    + (seed + 1));
            RunMetrics anew = new RunMetrics(folder.metrics(), 0);
            anew.add(JsonNodeFactory.instance.objectNode().put("kind", "restart").put("step", 0).put(SEED, seed + 1));
            attempt(options.model.begin(folder, seed + 1, environment), seed + 1, restarts + 1, 0, anew, stop);
            return;
        }
        List<JsonNode> steps = metrics.lines("step");
        if (!steps.isEmpty()) {
            LossPicture.write(folder.path().resolve("loss.png"), steps);
        }
        conclude(end, steps);
    }

    private void conclude(End end, List<JsonNode> steps) {
        if (end == End.STOPPED) {
            terminal.println("stopped; go on with rmt train --resume --out " + folder.path());
        }
        if (!steps.isEmpty()) {
            JsonNode last = steps.getLast();
            new Table().row("steps", last.path("step").asInt())
                    .row("tokens", String.format(Locale.ROOT, "%,d", last.path("tokens").asLong()))
                    .row("last", folder.last()).row("best", folder.best()).print(terminal);
        }
    }
}
