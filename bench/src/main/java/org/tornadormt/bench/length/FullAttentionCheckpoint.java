package org.tornadormt.bench.length;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.cli.InputException;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;

/**
 * The weights of a GPT-2 with memory as a plain GPT-2 that sees a whole text at once. Its table of positions is the
 * trained one, over and over: what it computes means nothing, and costs what full attention costs.
 */
final class FullAttentionCheckpoint {
    private static final String POSITIONS = "transformer.wpe.weight";

    private FullAttentionCheckpoint() {}

    /**
     * Writes a checkpoint folder and loads it, with one segment that is the whole text: by itself, a model without memory
     * reads a long text in several.
     *
     * @param folder where; made if it is not there
     * @param source the model with memory
     * @param tokens length of the text
     * @throws InputException if the source is no GPT-2
     */
    static RmtModel load(Path folder, Path source, int tokens) {
        write(folder, source, tokens);
        return RmtModel.load(folder,
                new LoadOptions(OptionalInt.of(0), OptionalInt.of(tokens), Optional.empty(), Set.of(), 0));
    }

    private static void write(Path folder, Path source, int tokens) {
        try (CheckpointFolder opened = CheckpointFolder.open(source, Set.of())) {
            if (!opened.config().modelType().equals("gpt2")) {
                throw new InputException("--model: " + source + " is no GPT-2, and full attention is measured with a"
                        + " GPT-2 only; leave it out with --full-attention 0");
            }
            TensorSource backbone = RmtCheckpoint.of(opened.tensors()).backbone();
            List<Tensor> tensors = new ArrayList<>();
            for (String name : backbone.names()) {
                Tensor tensor = backbone.tensor(name);
                tensors.add(name.equals(POSITIONS) ? repeated(tensor, tokens) : tensor);
            }
            Files.createDirectories(folder);
            SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of());
            writeConfig(folder.resolve("config.json"), source.resolve("config.json"), tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tensor repeated(Tensor positions, int rows) {
        int trained = Math.toIntExact(positions.shape().getFirst());
        int hiddenSize = Math.toIntExact(positions.shape().getLast());
        float[] values = new float[Math.multiplyExact(rows, hiddenSize)];
        for (int i = 0; i < values.length; i++) {
            values[i] = positions.floatAt(i % (trained * hiddenSize));
        }
        return Tensor.ofFloats(POSITIONS, List.of((long) rows, (long) hiddenSize), values);
    }

    private static void writeConfig(Path target, Path source, int tokens) throws IOException {
        JsonMapper json = new JsonMapper();
        ObjectNode config = (ObjectNode) json.readTree(source.toFile());
        config.put("n_positions", tokens).remove("n_ctx");
        AtomicFile.write(target, out -> out.write(json.writeValueAsBytes(config)));
    }
}
