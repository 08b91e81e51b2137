package org.tornadormt.checkpoints.folders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.ShardedSafetensors;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * The folder of a checkpoint in the layout of Hugging Face: {@code config.json}; {@code model.safetensors}, or several
 * files and {@code model.safetensors.index.json}; {@code tokenizer.json} and {@code rmt_config.json} if there are any.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final String CONFIG = "config.json";
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String TOKENIZER = "tokenizer.json";

    private final Path folder;
    private final ModelConfig config;
    private final Optional<RmtConfig> rmtConfig;
    private final TensorSource tensors;

    private CheckpointFolder(Path folder, ModelConfig config, Optional<RmtConfig> rmtConfig, TensorSource tensors) {
        this.folder = folder;
        this.config = config;
        this.rmtConfig = rmtConfig;
        this.tensors = tensors;
    }

    /**
     * Opens a folder, with no options ignored.
     *
     * @param folder the folder
     * @return the open folder
     * @throws CheckpointException as {@link #open(Path, Set)}
     */
    public static CheckpointFolder open(Path folder) {
        return open(folder, Set.of());
    }

    /**
     * Reads the configurations and opens the tensors. If there is both a single file and an index, the single file is
     * taken, as Transformers does.
     *
     * @param folder         the folder
     * @param ignoredOptions options of {@code config.json} that the user has declared to be without effect
     * @return the open folder
     * @throws CheckpointException if a file is missing or not sound
     */
    public static CheckpointFolder open(Path folder, Set<String> ignoredOptions) {
        if (Files.isRegularFile(folder)) {
            throw problem(folder, "is a file; give the folder that holds it");
        }
        if (!Files.isDirectory(folder)) {
            throw problem(folder, "does not exist; give the folder of a checkpoint");
        }
        if (!Files.exists(folder.resolve(CONFIG))) {
            throw problem(folder, "has no config.json; copy the one of the backbone into it");
        }
        ModelConfig config = ModelConfig.read(folder.resolve(CONFIG), ignoredOptions);
        Optional<RmtConfig> rmtConfig = existing(folder, RmtConfig.FILE_NAME).map(RmtConfig::read);
        return new CheckpointFolder(folder, config, rmtConfig, openTensors(folder));
    }

    private static TensorSource openTensors(Path folder) {
        Optional<Path> single = existing(folder, SINGLE);
        if (single.isPresent()) {
            return SafetensorsFile.open(single.get());
        }
        Optional<Path> index = existing(folder, INDEX);
        if (index.isPresent()) {
            return ShardedSafetensors.open(index.get());
        }
        if (Files.exists(folder.resolve("pytorch_model.bin"))
                || Files.exists(folder.resolve("pytorch_model.bin.index.json"))) {
            throw problem(folder, "has its tensors in pytorch_model.bin only, which is not read here; convert it in "
                    + "Python with save_pretrained(folder, safe_serialization=True) of transformers");
        }
        throw problem(folder, "has neither model.safetensors nor model.safetensors.index.json; "
                + "was the download complete?");
    }

    /** @return the folder itself */
    public Path path() {
        return folder;
    }

    /** @return the options of the model */
    public ModelConfig config() {
        return config;
    }

    /** @return the options of the recurrence, if the folder has an {@code rmt_config.json} */
    public Optional<RmtConfig> rmtConfig() {
        return rmtConfig;
    }

    /** @return all tensors, by the names in the files; valid until this folder is closed */
    public TensorSource tensors() {
        return tensors;
    }

    /** @return the {@code tokenizer.json}, if the folder has one */
    public Optional<Path> tokenizerFile() {
        return existing(folder, TOKENIZER);
    }

    /** Closes the tensors. */
    @Override
    public void close() {
        tensors.close();
    }

    private static Optional<Path> existing(Path folder, String name) {
        return Optional.of(folder.resolve(name)).filter(Files::exists);
    }

    private static CheckpointException problem(Path folder, String what) {
        return new CheckpointException(folder + " " + what);
    }
}
