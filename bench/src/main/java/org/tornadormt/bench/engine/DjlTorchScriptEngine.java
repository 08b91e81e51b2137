package org.tornadormt.bench.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import org.tornadormt.bench.engine.torchscript.LinearMaps;
import org.tornadormt.bench.engine.torchscript.TorchScriptModule;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/**
 * DJL with a TorchScript module, as it is deployed: PyTorch's interpreter runs a whole segment in inference mode, with
 * fused attention.
 */
final class DjlTorchScriptEngine implements Engine {
    private static final String FILE = "model.pt";

    private final DjlPyTorch pyTorch;
    private final LinearMaps maps;
    private final Model model;
    private final Block block;
    private final ParameterStore noParameters;
    private final DjlRecurrence recurrence;

    private DjlTorchScriptEngine(DjlPyTorch pyTorch, LinearMaps maps, Model model, DjlRecurrence recurrence) {
        this.pyTorch = pyTorch;
        this.maps = maps;
        this.model = model;
        this.recurrence = recurrence;
        block = model.getBlock();
        noParameters = new ParameterStore(model.getNDManager(), false);
    }

    /**
     * Loads the checkpoint's TorchScript file, {@code model.pt}, which is written first unless it is there.
     *
     * @param threads that an operator may use
     * @param maps which of PyTorch's operators compute linear maps
     * @throws EngineException if PyTorch has no library for this platform, or does not take the file
     */
    static DjlTorchScriptEngine open(BenchCheckpoint checkpoint, int batch, int threads, LinearMaps maps) {
        DjlPyTorch pyTorch = DjlPyTorch.open(threads);
        BenchShape shape = checkpoint.shape();
        Path file = checkpoint.folder().resolve(FILE);
        Model model = pyTorch.newModel();
        try (SafetensorsFile weights = checkpoint.weights()) {
            TorchScriptModule.of(weights, BenchCheckpoint.TRANSFORMER, shape.numLayers(), shape.numAttentionHeads(),
                    shape.numMemTokens(), BenchCheckpoint.LAYER_NORM_EPSILON, maps).writeTo(file);
            model.load(file);
            NDArray memory = new DjlWeights(weights, model.getNDManager()).array(BenchCheckpoint.MEMORY);
            return new DjlTorchScriptEngine(pyTorch, maps, model,
                    new DjlRecurrence(shape, batch, model.getNDManager(), memory));
        } catch (IOException | MalformedModelException | ai.djl.engine.EngineException e) {
            model.close();
            throw new EngineException("PyTorch does not load %s: %s".formatted(file,
                    String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("")), e);
        }
    }

    @Override
    public String description() {
        return pyTorch.describe("TorchScript with linear maps of " + switch (maps) {
            case ATEN -> "ATen";
            case ONEDNN -> "oneDNN";
        });
    }

    @Override
    public void reset() {
        recurrence.reset();
    }

    @Override
    public void segment(int[][] ids) {
        recurrence.segment(ids, this::forward);
    }

    private NDList forward(NDArray ids, NDArray memory) {
        return block.forward(noParameters, new NDList(ids, memory), false);
    }

    @Override
    public float[] logits() {
        return recurrence.logits();
    }

    @Override
    public float[] memory() {
        return recurrence.memory();
    }

    @Override
    public void close() {
        model.close();
    }
}
