package org.tornadormt.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Where the rows that write the memory look: the attention weights of one segment (arXiv 1706.03762, equation 1). The
 * kernels have no matrix of weights, so a program of its own keeps queries and keys of all layers, and the weights are
 * computed from these here, in double precision. Reading costs nothing more for it.
 *
 * @param layers {@code [numLayers][numAttentionHeads][numMemTokens][rows]}; the weights of a row add up to 1
 * @param tokenRows row of each token of the segment; the other rows are memory, or special tokens of an encoder
 */
public record MemoryAttention(double[][][][] layers, int[] tokenRows) {
    private static final String RESTORE = "memoryRestore";
    private static final String EMBED = "embed";
    private static final String LAYER = "layer";
    private static final String EXPORT = "export";
    private static final Set<BlockPart> KEPT = EnumSet.of(BlockPart.QUERY, BlockPart.KEY_VALUE);

    /**
     * Reads one segment.
     *
     * @param memory the memory in front of it, {@code [numMemTokens, embeddingSize]}
     * @param tokens token ids of the segment
     * @throws ModelException if the model has no memory
     */
    public static MemoryAttention of(RmtModel model, Device device, float[] memory, int[] tokens) {
        if (model.numMemTokens() == 0) {
            throw new ModelException(model.folder() + " has no memory whose attention could be shown");
        }
        model.requireInVocabulary(tokens);
        Pass pass = new Pass(model, model.layout().rows(tokens.length));
        model.layout().place(pass.segment.tableIn, 0, tokens, true);
        pass.memory.chosenIn.set(0, 1);
        for (int i = 0; i < memory.length; i++) {
            pass.memory.memoryIn.set(i, memory[i]);
        }
        try (Executable executable = device.compile(pass.program)) {
            executable.run(RESTORE);
            executable.run(EMBED);
            executable.run(LAYER, model.config().numLayers());
            executable.run(EXPORT);
        }
        return pass.weights(model, tokens.length);
    }

    /** Mean over the heads of one layer, {@code [numMemTokens][tokens]}: the share of attention that tokens get. */
    public double[][] ofTokens(int layer) {
        double[][][] heads = layers[layer];
        double[][] mean = new double[heads[0].length][tokenRows.length];
        for (int vector = 0; vector < mean.length; vector++) {
            for (int token = 0; token < tokenRows.length; token++) {
                for (double[][] head : heads) {
                    mean[vector][token] += head[vector][tokenRows[token]] / heads.length;
                }
            }
        }
        return mean;
    }

    /** The program and its arrays. */
    private static final class Pass {
        private final TransformerConfig config;
        private final SegmentArrays segment;
        private final MemoryStages memory;
        private final FloatArray queries;
        private final FloatArray keysAndValues;
        private final Program program;

        Pass(RmtModel model, int rows) {
            config = model.config();
            Recurrence recurrence = Recurrence.allocate(config, model.numMemTokens(), 1, rows, false);
            segment = new SegmentArrays(config, 1, rows);
            memory = new MemoryStages(config, recurrence, 1);
            BlockStash stash = new BlockStash(config.numLayers(), recurrence.layer());
            ForwardPass pass = new ForwardPass(config, model.weights(), recurrence, segment,
                    (launches, part, values) -> {
                        if (KEPT.contains(part)) {
                            stash.keep(launches, part, values);
                        }
                    });
            List<Launch> embed = pass.embed();
            List<Launch> layer = pass.layer();
            queries = Zeros.floats(stash.kept(BlockPart.QUERY).getSize(), 1);
            keysAndValues = Zeros.floats(stash.kept(BlockPart.KEY_VALUE).getSize(), 1);
            List<Launch> export = new ArrayList<>(List.of(CopyArray.launch(stash.kept(BlockPart.QUERY), queries),
                    CopyArray.launch(stash.kept(BlockPart.KEY_VALUE), keysAndValues)));
            program = Program.named("attention").stage(RESTORE, memory.restore()).stage(EMBED, embed)
                    .stage(LAYER, layer).stage(EXPORT, export)
                    .inputs(segment.tableIn.values(), memory.memoryIn, memory.chosenIn)
                    .outputs(queries, keysAndValues).build();
        }

        MemoryAttention weights(RmtModel model, int tokens) {
            int heads = config.attention().numAttentionHeads();
            double[][][][] layers = new double[config.numLayers()][heads][model.numMemTokens()][];
            for (int layer = 0; layer < layers.length; layer++) {
                for (int head = 0; head < heads; head++) {
                    for (int slot = 0; slot < model.numMemTokens(); slot++) {
                        layers[layer][head][slot] = softmax(layer, head, model.layout().writeRow(slot, tokens));
                    }
                }
            }
            int[] tokenRows = new int[tokens];
            for (int i = 0; i < tokens; i++) {
                tokenRows[i] = model.layout().tokenRow(i);
            }
            return new MemoryAttention(layers, tokenRows);
        }

        /** The weights that one row has for all rows, 0 for those that it does not see. */
        private double[] softmax(int layer, int head, int row) {
            AttentionConfig attention = config.attention();
            int size = attention.headSize();
            int rows = segment.rows.rowCount;
            int query = (layer * rows + row) * attention.querySize() + head * size;
            int keyHead = head / (attention.numAttentionHeads() / attention.numKeyValueHeads());
            IntArray table = segment.tableIn.values();
            double[] weights = new double[rows];
            double largest = Double.NEGATIVE_INFINITY;
            for (int other = 0; other < rows; other++) {
                int key = (layer * rows + other) * 2 * attention.keyValueSize() + keyHead * size;
                double score = 0;
                for (int i = 0; i < size; i++) {
                    score += (double) queries.get(query + i) * keysAndValues.get(key + i);
                }
                boolean isSeen = table.get(other * RowTable.FIELDS + RowTable.SLOT) < table
                        .get(row * RowTable.FIELDS + RowTable.VISIBLE);
                weights[other] = isSeen ? score / Math.sqrt(size) : Double.NEGATIVE_INFINITY;
                largest = Math.max(largest, weights[other]);
            }
            double sum = 0;
            for (int other = 0; other < rows; other++) {
                weights[other] = Math.exp(weights[other] - largest);
                sum += weights[other];
            }
            for (int other = 0; other < rows; other++) {
                weights[other] /= sum;
            }
            return weights;
        }
    }
}
