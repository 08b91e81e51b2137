package org.tornadormt.bench.engine.onnx;

import static org.tornadormt.bench.engine.onnx.OnnxGraph.MICROSOFT;
import static org.tornadormt.bench.engine.onnx.OnnxGraph.STANDARD;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.bench.engine.onnx.OnnxGraph.ElementType;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * A GPT-2 with recurrent memory as an ONNX file. Attention and GELU are ONNX Runtime's own fused operators; additions and
 * norms it fuses itself when it loads the file.
 */
public final class OnnxModel {
    /** Input: token ids, int64 {@code [batch, segmentSize]}. */
    public static final String IDS = "ids";
    /** Input: memory, {@code [batch, numMemTokens, hiddenSize]}. */
    public static final String MEMORY = "memory";
    /** Output: {@code [batch, segmentSize, vocabularySize]}. */
    public static final String LOGITS = "logits";
    /** Output: the next memory, as {@link #MEMORY}. */
    public static final String NEW_MEMORY = "new_memory";

    private static final long OPSET = 17;
    private static final String BATCH = "batch";

    private final BenchShape shape;
    private final SafetensorsFile weights;
    private final OnnxGraph graph = new OnnxGraph();
    private int values;

    private OnnxModel(BenchShape shape, SafetensorsFile weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /**
     * Writes the file whole or not at all.
     *
     * @throws EngineException if it would have 2 GiB or more, which the format does not allow
     */
    public static void write(BenchCheckpoint checkpoint, Path file) {
        try (SafetensorsFile weights = checkpoint.weights()) {
            OnnxModel model = new OnnxModel(checkpoint.shape(), weights);
            model.build();
            ProtobufMessage message = model.graph.finish("gpt2-rmt", OPSET);
            if (message.byteSize() > Integer.MAX_VALUE) {
                throw new EngineException("an ONNX file of " + (message.byteSize() >> 20)
                        + " MiB is more than the format allows (2 GiB); choose a smaller shape");
            }
            AtomicFile.write(file, message::writeTo);
        }
    }

    private void build() {
        int hidden = shape.hiddenSize();
        graph.input(IDS, ElementType.INT64, BATCH, shape.segmentSize());
        graph.input(MEMORY, ElementType.FLOAT, BATCH, shape.numMemTokens(), hidden);
        graph.output(LOGITS, ElementType.FLOAT, BATCH, shape.segmentSize(), shape.vocabularySize());
        graph.output(NEW_MEMORY, ElementType.FLOAT, BATCH, shape.numMemTokens(), hidden);
        String words = weight("wte.weight");
        String tokens = node(STANDARD, "Gather", Map.of(), words, IDS);
        String rows = node(STANDARD, "Concat", Map.of("axis", 1), MEMORY, tokens, MEMORY);
        String x = node(STANDARD, "Add", Map.of(), rows, weight("wpe.weight"));
        for (int layer = 0; layer < shape.numLayers(); layer++) {
            x = block(x, "h." + layer + ".");
        }
        String last = norm(x, "ln_f");
        MemorySegment sizes = MemorySegment
                .ofArray(new long[]{shape.numMemTokens(), shape.segmentSize(), shape.numMemTokens()});
        graph.constant("sizes", ElementType.INT64, List.of(3L), sizes);
        graph.node(STANDARD, "Split", Map.of("axis", 1), List.of(last, "sizes"),
                List.of("read_block", "token_rows", NEW_MEMORY));
        String head = node(STANDARD, "Transpose", Map.of("perm", new long[]{1, 0}), words);
        graph.node(STANDARD, "MatMul", Map.of(), List.of("token_rows", head), List.of(LOGITS));
    }

    private String block(String x, String prefix) {
        String attended = node(MICROSOFT, "Attention",
                Map.of("num_heads", shape.numAttentionHeads(), "unidirectional", 1), norm(x, prefix + "ln_1"),
                weight(prefix + "attn.c_attn.weight"), weight(prefix + "attn.c_attn.bias"));
        String afterAttention = node(STANDARD, "Add", Map.of(), x, linear(attended, prefix + "attn.c_proj"));
        String up = node(STANDARD, "MatMul", Map.of(), norm(afterAttention, prefix + "ln_2"),
                weight(prefix + "mlp.c_fc.weight"));
        String inner = node(MICROSOFT, "FastGelu", Map.of(), up, weight(prefix + "mlp.c_fc.bias"));
        return node(STANDARD, "Add", Map.of(), afterAttention, linear(inner, prefix + "mlp.c_proj"));
    }

    private String norm(String x, String name) {
        return node(STANDARD, "LayerNormalization", Map.of("axis", -1, "epsilon", BenchCheckpoint.LAYER_NORM_EPSILON),
                x, weight(name + ".weight"), weight(name + ".bias"));
    }

    private String linear(String x, String name) {
        String product = node(STANDARD, "MatMul", Map.of(), x, weight(name + ".weight"));
        return node(STANDARD, "Add", Map.of(), product, weight(name + ".bias"));
    }

    private String weight(String name) {
        Tensor tensor = weights.tensor(BenchCheckpoint.TRANSFORMER + name);
        return graph.constant(name, ElementType.FLOAT, tensor.shape(), tensor.data());
    }

    private String node(String domain, String operator, Map<String, ?> attributes, String... inputs) {
        String output = "value" + values++;
        graph.node(domain, operator, attributes, List.of(inputs), List.of(output));
        return output;
    }
}
