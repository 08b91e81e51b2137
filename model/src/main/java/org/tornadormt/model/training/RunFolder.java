package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.AtomicFolder;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * The folder of a run. {@code last} is the model after the last step that was saved, with all that is needed to go on
 * from there; {@code best} is the best model that was measured; both are checkpoints that everything here loads.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    private static final String STATE_TENSORS = "training_state.safetensors";
    private static final String STATE = "training_state.json";

    /** The model after the last step that was saved. */
    public Path last() {
        return path.resolve("last");
    }

    /** The best model that was measured. */
    public Path best() {
        return path.resolve("best");
    }

    /** The tokens of texts that were given as files, so that they need not be there when the run goes on. */
    public Path data() {
        return path.resolve("data");
    }

    /** One JSON object a line: steps, measurements, events. */
    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /**
     * Makes the folder for a new run.
     *
     * @throws CheckpointException if it holds anything, or cannot be made
     */
    public void create() {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new CheckpointException("Cannot write " + path + ": it is a file; name a new folder");
            }
            if (Files.isDirectory(path)) {
                requireEmpty();
            } else {
                Files.createDirectories(path);
            }
            if (!Files.isWritable(path)) {
                throw new CheckpointException("Cannot write " + path + ": no permission to write in it");
            }
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private void requireEmpty() throws IOException {
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                boolean run = hasState();
                throw new CheckpointException("Cannot write " + path + ": it is not empty; name a new folder" + (run
                        ? ", or go on with the run that it holds: --resume"
                        : ""));
            }
        }
    }

    /** Takes away what was written for a run which then could not begin: so that the next one can. */
    public void abandon() {
        if (!hasState()) {
            AtomicFolder.remove(last());
            AtomicFolder.remove(data());
        }
    }

    /** Whether the folder holds a run. */
    public boolean hasState() {
        return Files.exists(last().resolve(STATE));
    }

    /**
     * Finds the state of a run to go on with.
     *
     * @throws CheckpointException if there is none
     */
    public ObjectNode state() {
        AtomicFolder.recover(last());
        Path file = last().resolve(STATE);
        if (!Files.exists(file)) {
            throw new CheckpointException(path + " holds no run to go on with: " + file + " is not there; begin one"
                    + " without --resume");
        }
        return JsonFile.read(file);
    }

    /** Opens the tensors that belong to {@link #state}. */
    SafetensorsFile stateTensors() {
        return SafetensorsFile.open(last().resolve(STATE_TENSORS));
    }

    /**
     * Replaces {@link #last}.
     *
     * @param model writes the checkpoint
     * @param tensors the state, with {@code state}
     */
    void saveLast(TrainedModel model, List<Tensor> tensors, ObjectNode state) {
        AtomicFolder.write(last(), folder -> {
            model.write(folder);
            SafetensorsWriter.write(folder.resolve(STATE_TENSORS), tensors, Map.of());
            AtomicFile.write(folder.resolve(STATE), out -> out.write(
                    JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(state)));
        });
    }

    /** Replaces {@link #best}. */
    void saveBest(TrainedModel model) {
        AtomicFolder.write(best(), model::write);
    }
}
