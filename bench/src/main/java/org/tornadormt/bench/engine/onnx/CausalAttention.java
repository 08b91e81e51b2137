package org.tornadormt.bench.engine.onnx;

import java.util.Arrays;
import java.util.List;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * Causal attention of all heads, in blocks of rows: a block attends to the rows up to its end and a mask hides what is
 * later within it, so that most of the upper triangle of the scores, which is thrown away, is never computed.
 *
 * @param rows of a segment
 * @param numHeads attention heads
 */
record CausalAttention(int rows, int numHeads) {
    /** About where the work that a smaller block saves is no more than what another node costs. */
    private static final int LARGEST_BLOCK = 128;

    /**
     * Adds the nodes.
     *
     * @param queryKeyValue name of a value {@code [batch, rows, 3 * hiddenSize]}
     * @return name of the attended values, {@code [batch, rows, hiddenSize]}
     */
    String addTo(OnnxGraph graph, String queryKeyValue) {
        List<String> parts = graph.add(OnnxNode.standard("Split", queryKeyValue).with("axis", -1)
                .with("num_outputs", 3), 3);
        int blocks = Math.ceilDiv(rows, LARGEST_BLOCK);
        String[] attended = new String[blocks];
        for (int i = 0; i < blocks; i++) {
            int from = rows * i / blocks;
            int to = rows * (i + 1) / blocks;
            attended[i] = graph.add(OnnxNode.standard("Attention", slice(graph, parts.get(0), from, to),
                    slice(graph, parts.get(1), 0, to), slice(graph, parts.get(2), 0, to), mask(graph, from, to))
                    .with("q_num_heads", numHeads).with("kv_num_heads", numHeads));
        }
        return blocks == 1 ? attended[0] : graph.add(OnnxNode.standard("Concat", attended).with("axis", 1));
    }

    private String slice(OnnxGraph graph, String value, int from, int to) {
        if (from == 0 && to == rows) {
            return value;
        }
        return graph.add(OnnxNode.standard("Slice", value, graph.integers(from), graph.integers(to),
                graph.integers(1)));
    }

    /** What is added to the scores {@code [to - from, to]}: 0 for a row and what stands before it, -∞ behind. */
    private static String mask(OnnxGraph graph, int from, int to) {
        String name = "mask[" + from + ":" + to + "]";
        float[] values = new float[(to - from) * to];
        for (int row = from; row < to; row++) {
            int start = (row - from) * to;
            Arrays.fill(values, start + row + 1, start + to, Float.NEGATIVE_INFINITY);
        }
        return graph.constant(name, ElementType.FLOAT,
                Tensor.ofFloats(name, List.of((long) (to - from), (long) to), values));
    }
}
