package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.family.Family;
import org.tornadormt.model.family.OutputNames;

/**
 * What a checkpoint holds in numbers.
 *
 * @param count trainable numbers, each once: masks, position ids and a second copy of a tied head do not count
 * @param types how they are stored, such as {@code F32}
 * @param storedBytes bytes of all tensors on the disk
 */
record ParameterCount(long count, Set<String> types, long storedBytes) {

    /** Counts what is in a folder. */
    static ParameterCount of(Path folder, Set<String> ignoredOptions) {
        try (CheckpointFolder checkpointFolder = CheckpointFolder.open(folder, ignoredOptions)) {
            TensorSource all = checkpointFolder.tensors();
            RmtCheckpoint checkpoint = RmtCheckpoint.of(all);
            TensorSource backbone = checkpoint.backbone();
            Family family = Family.of(checkpointFolder.config());
            OutputNames names = family.names(checkpointFolder.config(), backbone).output();
            long count = 0;
            Set<String> types = new TreeSet<>();
            for (String name : backbone.names()) {
                boolean copy = names.headTied() && name.equals(names.head().name() + ".weight");
                if (!copy && family.ignoredTensors().stream().noneMatch(name::endsWith)) {
                    count += backbone.tensor(name).elementCount();
                    types.add(backbone.tensor(name).type().name());
                }
            }
            // The memory of an encoder is part of its word embeddings.
            if (checkpoint.storedMemory().isPresent()) {
                count += checkpoint.memory().map(Tensor::elementCount).orElse(0L);
            }
            long storedBytes = all.names().stream().mapToLong(name -> all.tensor(name).data().byteSize()).sum();
            return new ParameterCount(count, types, storedBytes);
        }
    }
}
