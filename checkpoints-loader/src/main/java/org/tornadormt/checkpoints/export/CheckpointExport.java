package org.tornadormt.checkpoints.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * Writes a checkpoint folder as Hugging Face has it: {@code model.safetensors}, or shards with their index, beside
 * configuration and tokenizer. The folder appears when it is whole, or not at all.
 */
public final class CheckpointExport {
    /** Transformers reads no safetensors file that does not say which framework it is from. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");
    private static final List<String> COMPANIONS = List.of("config.json", "rmt_config.json", "generation_config.json",
            "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
            "merges.txt", "vocab.txt");

    private CheckpointExport() {}

    /**
     * What was written.
     *
     * @param tensors how many
     * @param bytes of all tensors together
     * @param files files of tensors
     */
    public record Result(int tensors, long bytes, int files) {}

    /**
     * Writes all tensors of a checkpoint, under their names and with their types.
     *
     * @param source the open checkpoint
     * @param target the folder to make; it must not be there, or be empty
     * @param mostBytes of the tensors of a file together
     * @throws CheckpointException if the folder is not empty or cannot be written
     */
    public static Result write(CheckpointFolder source, Path target, long mostBytes) {
        requireFree(target);
        Path folder = target.toAbsolutePath().normalize();
        Path temporary = folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectory(temporary);
            Result result = writeInto(temporary, source, mostBytes);
            // An empty folder gives way; on most systems a move does not replace it.
            Files.deleteIfExists(folder);
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } catch (IOException e) {
            throw cannotWrite(target, reason(e), e);
        } finally {
            delete(temporary);
        }
    }

    /**
     * Finds out before any work whether a folder can be made.
     *
     * @throws CheckpointException if it is there and not empty, or the folder around it is not there
     */
    public static void requireFree(Path target) {
        Path parent = target.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw cannotWrite(target, "the folder around it does not exist; create it first", null);
        }
        if (!Files.isWritable(parent)) {
            throw cannotWrite(target, "no permission to write in " + parent, null);
        }
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw cannotWrite(target, "it is a file; name a new folder", null);
        }
        if (Files.isDirectory(target)) {
            try (Stream<Path> content = Files.list(target)) {
                if (content.findAny().isPresent()) {
                    throw cannotWrite(target, "it is not empty; name a new folder", null);
                }
            } catch (IOException e) {
                throw cannotWrite(target, reason(e), e);
            }
        }
    }

    private static Result writeInto(Path folder, CheckpointFolder source, long mostBytes) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        new TreeSet<>(source.tensors().names()).forEach(name -> tensors.add(source.tensors().tensor(name)));
        Result result = writeTensors(folder, tensors, mostBytes);
        copyCompanions(source.path(), folder);
        return result;
    }

    /**
     * Writes {@code model.safetensors}, or shards with their index, into a folder that is there.
     *
     * @param mostBytes of the tensors of a file together
     * @throws CheckpointException if a file cannot be written
     */
    public static Result writeTensors(Path folder, List<Tensor> tensors, long mostBytes) {
        List<List<Tensor>> shards = Shards.of(tensors, mostBytes);
        Map<String, String> fileOf = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String file = shards.size() == 1
                    ? "model.safetensors"
                    : "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            SafetensorsWriter.write(folder.resolve(file), shards.get(i), METADATA);
            shards.get(i).forEach(tensor -> fileOf.put(tensor.name(), file));
        }
        long bytes = tensors.stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
        if (shards.size() > 1) {
            writeIndex(folder.resolve("model.safetensors.index.json"), fileOf, bytes);
        }
        return new Result(tensors.size(), bytes, shards.size());
    }

    /**
     * Copies what a checkpoint folder has of configurations and files of the tokenizer.
     *
     * @throws IOException if a file cannot be copied
     */
    public static void copyCompanions(Path source, Path target) throws IOException {
        for (String name : COMPANIONS) {
            Path companion = source.resolve(name);
            if (Files.isRegularFile(companion)) {
                Files.copy(companion, target.resolve(name));
            }
        }
    }

    private static void writeIndex(Path file, Map<String, String> fileOf, long bytes) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size", bytes);
        ObjectNode weightMap = index.putObject("weight_map");
        fileOf.forEach(weightMap::put);
        AtomicFile.write(file, out -> out.write(
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(index)));
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new CheckpointException("Cannot delete " + folder + ", which is left of a failed export: "
                    + reason(e) + "; delete it by hand", e);
        }
    }

    private static String reason(IOException e) {
        String detail = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return detail == null ? e.getClass().getSimpleName() : detail;
    }

    private static CheckpointException cannotWrite(Path target, String why, IOException cause) {
        String message = "Cannot write " + target + ": " + why;
        return cause == null ? new CheckpointException(message) : new CheckpointException(message, cause);
    }
}
