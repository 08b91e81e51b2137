package org.tornadormt.bench.engine.onnx;

import java.util.List;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.checkpoints.tensors.TensorType;

/**
 * One segment of a GPT-2 with recurrent memory (arXiv 2304.11062, section 3) as a graph. Its rows are
 * {@code [memory, tokens, memory]}; between embeddings and head a value is {@code [batch, rows, features]}.
 */
final class MemoryGraph {
    private final BenchShape shape;
    private final TensorSource weights;
    private final CausalAttention attention;
    private final OnnxGraph graph = new OnnxGraph();

    private MemoryGraph(BenchShape shape, TensorSource weights) {
        this.shape = shape;
        this.weights = weights;
        attention = new CausalAttention(shape.rows(), shape.numAttentionHeads());
    }

    /**
     * The graph of a checkpoint.
     *
     * @param weights must stay open until the graph is written
     */
    static OnnxGraph of(BenchShape shape, TensorSource weights) {
        MemoryGraph model = new MemoryGraph(shape, weights);
        model.declare();
        model.head(model.blocks(model.embeddings()));
        return model.graph;
    }

    private void declare() {
        graph.input(OnnxModel.IDS, ElementType.INT64, shape.segmentSize());
        graph.input(OnnxModel.MEMORY, ElementType.FLOAT, shape.numMemTokens(), shape.hiddenSize());
        graph.output(OnnxModel.LOGITS, ElementType.FLOAT, shape.segmentSize(), shape.vocabularySize());
        graph.output(OnnxModel.NEW_MEMORY, ElementType.FLOAT, shape.numMemTokens(), shape.hiddenSize());
    }

    private String embeddings() {
        String tokens = graph.add(OnnxNode.standard("Gather", wordEmbedding(), OnnxModel.IDS));
        String rows = graph.add(OnnxNode.standard("Concat", OnnxModel.MEMORY, tokens, OnnxModel.MEMORY)
                .with("axis", 1));
        return graph.add(OnnxNode.standard("Add", rows, weight("wpe.weight", shape.rows(), shape.hiddenSize())));
    }

    /** All blocks and the last norm. */
    private String blocks(String embedded) {
        Residual x = new Residual(embedded, norm(embedded, "h.0.ln_1"));
        for (int layer = 0; layer < shape.numLayers(); layer++) {
            String block = "h." + layer + ".";
            x = add(x, attention(x.normed(), block), block + "attn.c_proj", block + "ln_2");
            x = add(x, feedForward(x.normed(), block), block + "mlp.c_proj",
                    layer + 1 < shape.numLayers() ? "h." + (layer + 1) + ".ln_1" : "ln_f");
        }
        return x.normed();
    }

    /** Without the bias of its last map, as {@link #feedForward}: the residual addition brings it. */
    private String attention(String x, String block) {
        String queryKeyValue = linear(x, block + "attn.c_attn", shape.hiddenSize(), 3 * shape.hiddenSize());
        return multiply(attention.addTo(graph, queryKeyValue), block + "attn.c_proj", shape.hiddenSize(),
                shape.hiddenSize());
    }

    private String feedForward(String x, String block) {
        String up = linear(x, block + "mlp.c_fc", shape.hiddenSize(), shape.intermediateSize());
        String activated = graph.add(OnnxNode.standard("Gelu", up).with("approximate", "tanh"));
        return multiply(activated, block + "mlp.c_proj", shape.intermediateSize(), shape.hiddenSize());
    }

    /** The next memory is the last hidden states of the rows behind the tokens; those in front are not needed. */
    private void head(String hidden) {
        String tokens = graph.newValue();
        graph.add(OnnxNode.standard("Split", hidden,
                graph.integers(shape.numMemTokens(), shape.segmentSize(), shape.numMemTokens())).with("axis", 1),
                List.of(graph.newValue(), tokens, OnnxModel.NEW_MEMORY));
        graph.add(OnnxNode.fused("FusedMatMul", tokens, wordEmbedding()).with("transB", 1),
                List.of(OnnxModel.LOGITS));
    }

    private String linear(String x, String map, int inFeatures, int outFeatures) {
        return graph.add(OnnxNode.standard("Add", multiply(x, map, inFeatures, outFeatures),
                weight(map + ".bias", outFeatures)));
    }

    private String multiply(String x, String map, int inFeatures, int outFeatures) {
        return graph.add(OnnxNode.standard("MatMul", x, weight(map + ".weight", inFeatures, outFeatures)));
    }

    /** Adds the update and its bias to the stream, and norms the sum. */
    private Residual add(Residual x, String update, String map, String norm) {
        String normed = graph.newValue();
        String sum = graph.newValue();
        graph.add(OnnxNode.fused("SkipLayerNormalization", update, x.stream(), vector(norm + ".weight"),
                vector(norm + ".bias"), vector(map + ".bias")).with("epsilon", BenchCheckpoint.LAYER_NORM_EPSILON),
                List.of(normed, "", "", sum));
        return new Residual(sum, normed);
    }

    private String norm(String x, String norm) {
        return graph.add(OnnxNode.standard("LayerNormalization", x, vector(norm + ".weight"), vector(norm + ".bias"))
                .with("axis", -1).with("epsilon", BenchCheckpoint.LAYER_NORM_EPSILON));
    }

    private String vector(String name) {
        return weight(name, shape.hiddenSize());
    }

    private String wordEmbedding() {
        return weight("wte.weight", shape.vocabularySize(), shape.hiddenSize());
    }

    private String weight(String name, long... size) {
        Tensor tensor = weights.tensor(BenchCheckpoint.TRANSFORMER + name).requireShape(size);
        if (tensor.type() != TensorType.F32) {
            throw new EngineException("%s: tensor %s is %s; an ONNX file is made of F32 only"
                    .formatted(tensor.source(), tensor.name(), tensor.type()));
        }
        return graph.constant(name, ElementType.FLOAT, tensor);
    }

    /** The sum of all updates so far, and its norm, which the next part of a block reads. */
    private record Residual(String stream, String normed) {}
}
