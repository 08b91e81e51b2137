package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tornadormt.model.training.RunFolder;
import picocli.CommandLine.PicocliException;

/**
 * The longest texts that a model was trained on, as the folder of its run records it.
 *
 * @param segments the most segments of a text, or of a window of carried state
 * @param carried whether that was a window
 */
record TrainedLength(int segments, boolean carried) {

    /**
     * Looks beside a model.
     *
     * @param model its folder
     * @return empty if it is not {@code last} or {@code best} of a run of this project
     */
    static Optional<TrainedLength> of(Path model) {
        Path folder = model.toAbsolutePath().normalize();
        if (folder.getParent() == null) {
            return Optional.empty();
        }
        RunFolder run = new RunFolder(folder.getParent());
        boolean best = folder.equals(run.best());
        if (!best && !folder.equals(run.last()) || !Files.isDirectory(run.last()) || !run.hasState()) {
            return Optional.empty();
        }
        ObjectNode state = run.state();
        JsonNode stage = state.path("progress").path(best ? "bestStage" : "stage");
        try {
            var plan = TrainArguments.of(state).parse().plan(0, 0);
            return Optional.of(new TrainedLength(plan.mostSegments(stage.asInt()), plan.isCarried(stage.asInt())));
        } catch (PicocliException | IllegalArgumentException | IndexOutOfBoundsException _) {
            // A state that another version has written: then the name of the model has to do.
            return Optional.empty();
        }
    }

    /** As a table shows it. */
    @Override
    public String toString() {
        return carried ? segments + ", carried" : Integer.toString(segments);
    }
}
