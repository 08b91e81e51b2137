package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.training.Trainer.End;

/** Runs of a tiny model with two memory vectors and segments of six tokens. */
record TestRuns(Path folder, List<Task> tasks, Told told) {
    private static final Path CONFIG = Path.of("src/test/resources/fixtures/gpt2-rmt/config.json");
    private static final int SEGMENT = 6;

    /** The folder of a run that is to begin from random weights. */
    RunFolder begun(String name) {
        RunFolder run = new RunFolder(folder.resolve(name));
        run.create();
        new NewModel(CONFIG, Optional.empty(), new RmtConfig(2, SEGMENT, Alignment.LEFT), Set.of()).write(run.last(),
                1);
        return run;
    }

    static RmtModel load(Path path) {
        return RmtModel.load(path, LoadOptions.defaults());
    }

    /** Takes the steps of a plan up to number {@code stopAt}. */
    End run(TrainingPlan plan, RunFolder run, boolean resumed, int stopAt) {
        try (Trainer trainer = new Trainer(plan, load(run.last()), tasks, JvmDevice.withThreads(1), run, resumed,
                JsonNodeFactory.instance.objectNode().put("by", "a test"), told)) {
            return trainer.run(() -> trainer.steps() == stopAt);
        }
    }
}
