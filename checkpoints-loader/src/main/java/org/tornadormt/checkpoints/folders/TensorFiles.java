package org.tornadormt.checkpoints.folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.WeightFiles;
import org.tornadormt.checkpoints.pytorch.PyTorchFile;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.ShardedTensors;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** Which file of a folder holds the tensors, and how each kind is opened. */
final class TensorFiles {
    private static final String SAFETENSORS = ".*\\.safetensors";
    private static final String PYTORCH = ".*\\.(bin|pth|pt)";
    private static final String INDEX = "\\.index\\.json";

    private TensorFiles() {}

    /**
     * @param folder a folder
     * @return the file in it that holds the tensors, or their index
     * @throws CheckpointException if there is none, or more than one that may be meant
     */
    static Path find(Path folder) {
        for (String name : WeightFiles.USUAL) {
            // A link to nowhere counts: the file is meant, and opening it says what is wrong.
            if (Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return folder.resolve(name);
            }
        }
        List<String> others = pyTorchFiles(folder);
        if (others.isEmpty()) {
            throw new CheckpointException("%s has no tensors (%s, or one .bin, .pth or .pt file); was the download %s"
                    .formatted(folder, String.join(", ", WeightFiles.USUAL), "complete?"));
        }
        if (others.size() > 1) {
            throw new CheckpointException("%s has several files that may hold the tensors (%s); give the path of one"
                    .formatted(folder, String.join(", ", others)));
        }
        return folder.resolve(others.getFirst());
    }

    private static List<String> pyTorchFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return WeightFiles.others(files.filter(file -> !Files.isDirectory(file))
                    .map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            throw CheckpointException.cannotRead(folder, e);
        }
    }

    /**
     * @param file a file of tensors, or the index of several
     * @return the open file or files
     * @throws CheckpointException if it is not sound, or its name is not that of a kind that is read here
     */
    static TensorSource open(Path file) {
        String name = file.getFileName().toString();
        if (name.matches(SAFETENSORS)) {
            return SafetensorsFile.open(file);
        }
        if (name.matches(SAFETENSORS + INDEX)) {
            return ShardedTensors.open(file, SafetensorsFile::open);
        }
        if (name.matches(PYTORCH)) {
            return PyTorchFile.open(file);
        }
        if (name.matches(PYTORCH + INDEX)) {
            return ShardedTensors.open(file, PyTorchFile::open);
        }
        throw new CheckpointException("%s is not a file of tensors (.safetensors, .bin, .pth, .pt, or an index of such "
                .formatted(file) + "files); give one, or the folder of a checkpoint");
    }
}
