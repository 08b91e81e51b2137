package org.tornadormt.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.hub.HubEnvironment;
import org.tornadormt.checkpoints.hub.HubModel;
import org.tornadormt.checkpoints.hub.HubSnapshots;

/** What a user may write for a model: a folder, or the name of a model of the hub that was downloaded before. */
final class ModelFolder {
    private ModelFolder() {}

    /**
     * Finds the folder. A folder that is there wins over a name of the hub. Nothing is downloaded.
     *
     * @param model       what the user wrote
     * @param environment where the models of the hub are
     * @return the folder, which does not exist if the text cannot be a name of the hub either
     * @throws InputException if it can be one, and is not downloaded
     */
    static Path of(String model, Map<String, String> environment) {
        Path folder = path(model);
        Optional<HubModel> named = Files.exists(folder) ? Optional.empty() : HubModel.ifNamed(model);
        if (named.isEmpty()) {
            return folder;
        }
        try {
            return new HubSnapshots(HubEnvironment.of(environment)).folder(named.get());
        } catch (CheckpointException e) {
            throw new InputException("there is no folder " + model + ", and " + e.getMessage());
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new InputException("\"" + text + "\" is no path; give the folder of a checkpoint");
        }
    }
}
