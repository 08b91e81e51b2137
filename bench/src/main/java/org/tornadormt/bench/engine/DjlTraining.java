package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/** DJL with operations on arrays and PyTorch's autograd, which keeps the activations of all segments of a text. */
final class DjlTraining implements TrainingEngine {
    private static final Loss CROSS_ENTROPY = Loss.softmaxCrossEntropyLoss();

    private final DjlPyTorch pyTorch;
    private final NDManager manager;
    private final BenchShape shape;
    private final int batch;
    private final DjlParameters parameters;
    private final List<DjlTrainedBlock> blocks;
    private final NDArray initialMemory;
    private final NDArray wordEmbedding;
    private final NDArray positionEmbedding;
    private final DjlWeights.Norm finalNorm;
    private int steps;

    private DjlTraining(DjlPyTorch pyTorch, NDManager manager, BenchShape shape, int batch, SafetensorsFile weights) {
        this.pyTorch = pyTorch;
        this.manager = manager;
        this.shape = shape;
        this.batch = batch;
        parameters = new DjlParameters(weights, manager);
        NDArray mask = DjlBlock.causalMask(manager, shape.rows());
        blocks = IntStream.range(0, shape.numLayers())
                .mapToObj(layer -> new DjlTrainedBlock(parameters, layer, shape.numAttentionHeads(), mask)).toList();
        initialMemory = parameters.array(BenchCheckpoint.MEMORY);
        wordEmbedding = parameters.array(BenchCheckpoint.TRANSFORMER + "wte.weight");
        positionEmbedding = parameters.array(BenchCheckpoint.TRANSFORMER + "wpe.weight");
        finalNorm = parameters.norm(BenchCheckpoint.TRANSFORMER + "ln_f");
    }

    /**
     * Loads the checkpoint.
     *
     * @param threads that an operation may use
     * @throws EngineException if PyTorch has no library for this platform
     */
    static DjlTraining open(BenchCheckpoint checkpoint, int batch, int threads) {
        DjlPyTorch pyTorch = DjlPyTorch.open(threads);
        NDManager manager = pyTorch.newManager();
        try (SafetensorsFile weights = checkpoint.weights()) {
            return new DjlTraining(pyTorch, manager, checkpoint.shape(), batch, weights);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public String description() {
        return pyTorch.describe("array operations and autograd");
    }

    @Override
    public double step(TrainingTexts texts) {
        // Results go to the manager of the first operand: they are freed with the step's.
        try (NDManager step = manager.newSubManager()) {
            parameters.attachTo(step);
            double value;
            try (GradientCollector collector = pyTorch.newGradientCollector()) {
                NDArray loss = loss(step, texts);
                collector.backward(loss);
                value = loss.getFloat();
            }
            parameters.update(++steps);
            return value;
        }
    }

    private NDArray loss(NDManager step, TrainingTexts texts) {
        int numMemTokens = shape.numMemTokens();
        NDArray memory = initialMemory.expandDims(0).broadcast(batch, numMemTokens, shape.hiddenSize());
        NDArray sum = null;
        for (int s = 0; s < texts.segments().size(); s++) {
            boolean last = s == texts.segments().size() - 1;
            // Nothing follows the last token of a text.
            int labelled = shape.segmentSize() - (last ? 1 : 0);
            NDArray hidden = hidden(ids(step, texts.segments().get(s), shape.segmentSize()), memory);
            NDArray text = hidden.get(new NDIndex(":, {}:{}", numMemTokens, numMemTokens + labelled));
            NDArray logits = Linear.linear(text, wordEmbedding, null).singletonOrThrow();
            NDArray labels = ids(step, texts.targets().get(s), labelled).reshape(-1, 1);
            NDArray mean = CROSS_ENTROPY.evaluate(new NDList(labels),
                    new NDList(logits.reshape(-1, shape.vocabularySize())));
            // A double would make the loss one.
            NDArray share = mean.mul((float) batch * labelled / texts.terms());
            sum = sum == null ? share : sum.add(share);
            memory = hidden.get(new NDIndex(":, {}:", -numMemTokens));
        }
        return sum;
    }

    private NDArray hidden(NDArray ids, NDArray memory) {
        NDArray tokens = Embedding.embedding(ids, wordEmbedding, SparseFormat.DENSE).singletonOrThrow();
        NDArray x = NDArrays.concat(new NDList(memory, tokens, memory), 1).add(positionEmbedding);
        for (DjlTrainedBlock block : blocks) {
            x = block.apply(x);
        }
        return finalNorm.apply(x);
    }

    /** The first {@code count} of each text, {@code [batch, count]}. */
    private NDArray ids(NDManager step, int[][] texts, int count) {
        long[] ids = Arrays.stream(texts).flatMapToInt(text -> Arrays.stream(text, 0, count)).asLongStream().toArray();
        return step.create(ids, new Shape(batch, count));
    }

    @Override
    public void close() {
        manager.close();
    }
}
