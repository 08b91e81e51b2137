package org.tornadormt.model.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.configurations.RmtConfig;
import org.tornadormt.checkpoints.export.CheckpointExport;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.folders.RmtVariant;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.segment.DecoderLayout;
import org.tornadormt.model.segment.Profile;
import org.tornadormt.model.weights.Parameters;
import org.tornadormt.model.weights.Placement;

/**
 * A model in training, as the checkpoint that it becomes: the names of the one that it began with, or those of class
 * {@code MemoryCell} of the reference implementation if that one had no memory.
 */
final class TrainedModel {
    private static final String BACKBONE = "memory_cell.model.";
    private static final Map<String, String> ROOTS = Map.of("gpt2", "transformer.", "opt", "model.", "gpt_neox",
            "gpt_neox.");
    private static final Set<String> HEADS = Set.of("lm_head", "embed_out");

    private final RmtModel model;
    private final TrainingRunner runner;
    private final Optimizer optimizer;
    /** Tensors with rows that the model does not hold, and those that are no parameters, such as ids of tokens. */
    private final Map<String, Tensor> kept = new HashMap<>();

    /** @param model what training began with; its folder is read once */
    TrainedModel(RmtModel model, TrainingRunner runner, Optimizer optimizer) {
        this.model = model;
        this.runner = runner;
        this.optimizer = optimizer;
        Map<String, Long> held = runner.weights().parameters().placements().stream().collect(
                Collectors.groupingBy(Placement::tensor, Collectors.summingLong(TrainedModel::size)));
        try (CheckpointFolder folder = CheckpointFolder.open(model.folder(), Set.of())) {
            for (String name : folder.tensors().names()) {
                Tensor tensor = folder.tensors().tensor(name);
                if (!tensor.type().isFloating()) {
                    kept.put(name, copy(tensor));
                } else if (held.containsKey(name) && held.get(name) < tensor.elementCount()) {
                    kept.put(name, Tensor.ofFloats(name, tensor.shape(), tensor.toFloats()));
                }
            }
        }
    }

    private static long size(Placement placement) {
        long width = placement.shape().size() < 2
                ? 1
                : placement.columns() ? placement.shape().getFirst() : placement.shape().getLast();
        return (placement.to() - placement.from()) * width;
    }

    private static Tensor copy(Tensor integers) {
        long[] values = new long[Math.toIntExact(integers.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = integers.longAt(i);
        }
        return Tensor.ofLongs(integers.name(), integers.shape(), values);
    }

    /** All tensors as they are now. */
    List<Tensor> tensors() {
        Map<String, Tensor> parameters = runner.weightTensors(
                placement -> kept.containsKey(placement.tensor())
                        ? kept.get(placement.tensor()).toFloats()
                        : Parameters.zeros(placement));
        List<Tensor> tensors = new ArrayList<>();
        parameters.values().forEach(tensor -> tensors.add(renamed(tensor)));
        kept.values().stream().filter(tensor -> !tensor.type().isFloating()).forEach(tensors::add);
        if (model.numMemTokens() > 0) {
            tensors.add(Tensor.ofFloats(
                    model.variant() == RmtVariant.DECODER_LM_HEAD ? "memory" : TextGradients.MEMORY,
                    List.of((long) model.numMemTokens(), (long) model.config().embeddingSize()), optimizer.memory()));
        }
        return tensors;
    }

    private Tensor renamed(Tensor tensor) {
        if (model.variant() != RmtVariant.PLAIN || model.numMemTokens() == 0) {
            return tensor;
        }
        String root = ROOTS.getOrDefault(model.modelType(), "model.");
        String name = tensor.name();
        boolean complete = name.startsWith(root) || HEADS.stream().anyMatch(name::startsWith);
        return new Tensor(BACKBONE + (complete ? "" : root) + name, tensor.type(), tensor.shape(), tensor.data(),
                tensor.source());
    }

    /** Writes the checkpoint into a folder that is there. */
    void write(Path folder) throws IOException {
        CheckpointExport.writeTensors(folder, tensors(), Long.MAX_VALUE);
        CheckpointExport.copyCompanions(companions(), folder);
        Files.deleteIfExists(folder.resolve(RmtConfig.FILE_NAME));
        boolean front = model.layout() instanceof DecoderLayout decoder && decoder.profile() == Profile.FRONT;
        new RmtConfig(model.numMemTokens(), model.segmentSize(), model.memoryConfig().alignment(), !front)
                .write(folder.resolve(RmtConfig.FILE_NAME));
    }

    private Path companions() {
        return Files.isDirectory(model.folder()) ? model.folder() : model.folder().toAbsolutePath().getParent();
    }
}
