package org.tornadormt.checkpoints.folders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.configurations.WrapperConfig;
import org.tornadormt.checkpoints.gguf.LlamaGguf;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * The folder of a checkpoint in the layout of Hugging Face: {@code config.json}; the tensors in
 * {@code model.safetensors} or {@code pytorch_model.bin}, or in several files and their index;
 * {@code tokenizer.json} and {@code rmt_config.json} if there are any; {@code adapter_config.json} if the tensors have
 * LoRA adapters.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final String CONFIG = "config.json";
    private static final String GGUF = ".gguf";
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
     * @param path the folder, or its file of tensors
     * @return the open folder
     * @throws CheckpointException as {@link #open(Path, Set)}
     */
    public static CheckpointFolder open(Path path) {
        return open(path, Set.of());
    }

    /**
     * Reads the configurations and opens the tensors. Of a folder, the first of these is taken, in the order of
     * Transformers: {@code model.safetensors}, {@code model.safetensors.index.json}, {@code pytorch_model.bin},
     * {@code pytorch_model.bin.index.json}; without any of them, the one file whose name ends in {@code .bin},
     * {@code .pth} or {@code .pt}, as trainers name theirs. Any other file of tensors is taken by its own path; a
     * {@code .gguf} file brings its configuration with it.
     *
     * @param path           the folder, or a file of tensors in it
     * @param ignoredOptions options of {@code config.json} that the user has declared to be without effect
     * @return the open folder
     * @throws CheckpointException if a file is missing or not sound
     */
    public static CheckpointFolder open(Path path, Set<String> ignoredOptions) {
        if (!Files.exists(path)) {
            throw problem(path, "does not exist; give the folder of a checkpoint");
        }
        boolean isFolder = Files.isDirectory(path);
        Path folder = isFolder ? path : path.toAbsolutePath().getParent();
        if (!isFolder && path.getFileName().toString().endsWith(GGUF)) {
            return openGguf(path, folder, ignoredOptions);
        }
        if (!Files.exists(folder.resolve(CONFIG))) {
            throw problem(folder, "has no config.json; copy the one of the backbone into it");
        }
        WrapperConfig config = WrapperConfig.read(folder.resolve(CONFIG), ignoredOptions);
        Optional<RmtConfig> rmtConfig = existing(folder, RmtConfig.FILE_NAME).map(RmtConfig::read)
                .or(config::recurrence);
        TensorSource stored = TensorFiles.open(isFolder ? TensorFiles.find(folder) : path);
        try {
            return new CheckpointFolder(folder, config.backbone(), rmtConfig, LoraTensors.merged(stored, folder));
        } catch (CheckpointException e) {
            stored.close();
            throw e;
        }
    }

    /** A GGUF file holds its configuration itself. */
    private static CheckpointFolder openGguf(Path file, Path folder, Set<String> ignoredOptions) {
        LlamaGguf tensors = LlamaGguf.open(file);
        try {
            ModelConfig config = ModelConfig.of(file.toString(), tensors.config(), ignoredOptions);
            return new CheckpointFolder(folder, config, existing(folder, RmtConfig.FILE_NAME).map(RmtConfig::read),
                    tensors);
        } catch (CheckpointException e) {
            tensors.close();
            throw e;
        }
    }

    /** @return the folder itself */
    public Path path() {
        return folder;
    }

    /** @return the options of the model */
    public ModelConfig config() {
        return config;
    }

    /** @return the options of the recurrence, if {@code rmt_config.json} or KotShinZ's {@code config.json} has them */
    public Optional<RmtConfig> rmtConfig() {
        return rmtConfig;
    }

    /**
     * @return all tensors, by the names in the files; LoRA adapters are merged into their weights, which then go by
     *         their names without peft; valid until this folder is closed
     */
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
