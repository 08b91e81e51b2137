package org.tornadormt.model.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.checkpoints.AtomicFolder;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.export.CheckpointExport;

/**
 * A model that begins from nothing.
 *
 * @param config a {@code config.json}
 * @param tokenizer its {@code tokenizer.json}, if it reads text
 * @param rmtConfig segments and memory
 * @param ignoredOptions options of {@code config.json} that the user declares to be without effect
 */
public record NewModel(Path config, Optional<Path> tokenizer, RmtConfig rmtConfig, Set<String> ignoredOptions) {

    /**
     * Writes a checkpoint of random weights.
     *
     * @param folder the folder to write, replaced if it is there
     * @param seed of the weights
     * @throws org.tornadormt.checkpoints.CheckpointException if a file cannot be read or written
     * @throws org.tornadormt.model.ModelException if the model is not supported
     */
    public void write(Path folder, long seed) {
        var tensors = InitialTensors.of(ModelConfig.read(config, ignoredOptions), rmtConfig.numMemTokens(), seed);
        AtomicFolder.write(folder, temporary -> {
            CheckpointExport.writeTensors(temporary, tensors, Long.MAX_VALUE);
            Files.copy(config, temporary.resolve("config.json"));
            if (tokenizer.isPresent()) {
                Files.copy(tokenizer.get(), temporary.resolve("tokenizer.json"));
            }
            rmtConfig.write(temporary.resolve(RmtConfig.FILE_NAME));
        });
    }
}
