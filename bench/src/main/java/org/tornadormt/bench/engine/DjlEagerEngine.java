package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/** DJL with operations on arrays, as a Java developer writes them without Python; PyTorch computes each at once. */
final class DjlEagerEngine implements Engine {
    private final DjlPyTorch pyTorch;
    private final NDManager manager;
    private final BenchShape shape;
    private final List<DjlBlock> blocks;
    private final NDArray wordEmbedding;
    private final NDArray positionEmbedding;
    private final DjlWeights.Norm finalNorm;
    private final DjlRecurrence recurrence;

    private DjlEagerEngine(DjlPyTorch pyTorch, NDManager manager, BenchShape shape, int batch, DjlWeights weights) {
        this.pyTorch = pyTorch;
        this.manager = manager;
        this.shape = shape;
        NDArray mask = DjlBlock.causalMask(manager, shape.rows());
        blocks = IntStream.range(0, shape.numLayers())
                .mapToObj(layer -> new DjlBlock(weights, layer, shape.numAttentionHeads(), mask)).toList();
        wordEmbedding = weights.array(BenchCheckpoint.TRANSFORMER + "wte.weight");
        positionEmbedding = weights.array(BenchCheckpoint.TRANSFORMER + "wpe.weight");
        finalNorm = weights.norm(BenchCheckpoint.TRANSFORMER + "ln_f");
        recurrence = new DjlRecurrence(shape, batch, manager, weights.array(BenchCheckpoint.MEMORY));
    }

    /**
     * Loads the checkpoint.
     *
     * @param threads that an operation may use
     * @throws EngineException if PyTorch has no library for this platform
     */
    static DjlEagerEngine open(BenchCheckpoint checkpoint, int batch, int threads) {
        DjlPyTorch pyTorch = DjlPyTorch.open(threads);
        NDManager manager = pyTorch.newManager();
        try (SafetensorsFile weights = checkpoint.weights()) {
            return new DjlEagerEngine(pyTorch, manager, checkpoint.shape(), batch, new DjlWeights(weights, manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public String description() {
        return pyTorch.describe("array operations");
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
        NDArray tokens = Embedding.embedding(ids, wordEmbedding, SparseFormat.DENSE).singletonOrThrow();
        // Results go to the manager of the first operand, which must be the segment's.
        memory.tempAttach(ids.getManager());
        NDArray x = NDArrays.concat(new NDList(memory, tokens, memory), 1).addi(positionEmbedding);
        blocks.forEach(block -> block.addTo(x));
        NDArray hidden = finalNorm.apply(x);
        int numMemTokens = shape.numMemTokens();
        NDArray text = hidden.get(new NDIndex(":, {}:{}", numMemTokens, -numMemTokens));
        NDArray logits = Linear.linear(text, wordEmbedding, null).singletonOrThrow();
        // A copy, or the whole of hidden would live as long as the memory.
        return new NDList(logits, hidden.get(new NDIndex(":, {}:", -numMemTokens)).duplicate());
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
        manager.close();
    }
}
