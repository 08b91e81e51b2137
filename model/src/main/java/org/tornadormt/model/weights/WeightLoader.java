package org.tornadormt.model.weights;

import java.util.List;
import java.util.Set;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.WeightPrecision;
import org.tornadormt.model.family.BlockNames;
import org.tornadormt.model.family.EmbeddingNames;
import org.tornadormt.model.family.LinearName;
import org.tornadormt.model.family.OutputNames;
import org.tornadormt.model.family.ParameterNames;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Brings the weights of a checkpoint into the layout of the kernels, whatever the family. */
public final class WeightLoader {
    private final RmtCheckpoint checkpoint;
    private final TensorSource tensors;
    private final TransformerConfig config;
    private final ParameterNames names;
    private final WeightReader reader;

    private WeightLoader(RmtCheckpoint checkpoint, TransformerConfig config, ParameterNames names,
            WeightPrecision precision) {
        this.checkpoint = checkpoint;
        tensors = checkpoint.backbone();
        this.config = config;
        this.names = names;
        boolean withBias = config.norms().kind() == NormConfig.Kind.LAYER_NORM;
        reader = new WeightReader(tensors, checkpoint::storedName,
                new WeightReader.Norms(config.hiddenSize(), names.normsHaveWeights(),
                        withBias),
                precision.keepsShort(tensors));
    }

    /**
     * Reads all weights.
     *
     * @param checkpoint the tensors, told apart
     * @param ignoredTensors ends of names that may be left over
     * @param precision how matrices of 16 bits are held
     * @param extraRows rows that the word-embedding table has beyond the vocabulary (memory); they are left out
     * @throws org.tornadormt.checkpoints.CheckpointException if a tensor is missing, has another shape or holds a value
     *             that is not finite
     * @throws ModelException if tensors are left over
     */
    public static TransformerWeights load(RmtCheckpoint checkpoint, ParameterNames names, Set<String> ignoredTensors,
            TransformerConfig config, WeightPrecision precision, int extraRows) {
        WeightLoader loader = new WeightLoader(checkpoint, config, names, precision);
        EmbeddingWeights embeddings = loader.embeddings(extraRows);
        BlockWeights blocks = loader.blocks();
        OutputWeights output = loader.output(embeddings.words());
        loader.requireNothingLeft(ignoredTensors);
        return new TransformerWeights(embeddings, blocks, output, loader.reader.parameters());
    }

    private EmbeddingWeights embeddings(int extraRows) {
        EmbeddingNames e = names.embeddings();
        int width = config.embeddingSize();
        Tensor table = reader.tensor(e.words(), config.vocabularySize() + extraRows, width);
        WeightMatrix words = names.output().headTied()
                ? reader.tiedTable(table, config.vocabularySize())
                : reader.table(table, config.vocabularySize());
        return new EmbeddingWeights(words, e.projection().map(map -> reader.map(map, width, config.hiddenSize())),
                e.positions().map(this::positions), e.norm().map(norm -> reader.norm(norm, 1)), e.padding());
    }

    /** The table of positions, with the token-type vector 0 added: every row of a segment has type 0. */
    private FloatArray positions(EmbeddingNames.Positions table) {
        int hidden = config.hiddenSize();
        int end = Math.addExact(table.offset(), config.maxPositions());
        FloatArray positions = reader.rows(reader.tensor(table.name(), end, hidden), table.offset(), end);
        names.embeddings().tokenTypes().ifPresent(name -> {
            long types = tensors.tensor(name).shape().getFirst();
            reader.addFirstRow(reader.tensor(name, types, hidden), positions);
        });
        return positions;
    }

    private BlockWeights blocks() {
        BlockNames b = names.blocks();
        AttentionConfig attention = config.attention();
        int hidden = config.hiddenSize();
        int inside = config.feedForward().intermediateSize();
        return new BlockWeights(reader.norm(b.attentionNorm(), config.numLayers()),
                blockMap(MapRows.queries(b.queryKeyValue(), attention), hidden),
                blockMap(MapRows.keysAndValues(b.queryKeyValue(), attention), hidden),
                blockMap(b.attentionOutput(), attention.querySize(), hidden),
                reader.norm(b.feedForwardNorm(), config.numLayers()),
                b.gate().map(gate -> blockMap(gate, hidden, inside)), blockMap(b.up(), hidden, inside),
                blockMap(b.down(), inside, hidden));
    }

    private LinearWeights blockMap(LinearName map, int inFeatures, int outFeatures) {
        return blockMap(List.of(MapRows.all(map, outFeatures)), inFeatures);
    }

    private LinearWeights blockMap(List<MapRows> rows, int inFeatures) {
        return reader.map(rows, config.numLayers(), inFeatures, names.blocks().weightsInByOut());
    }

    private OutputWeights output(WeightMatrix words) {
        OutputNames o = names.output();
        int width = config.embeddingSize();
        return new OutputWeights(o.finalNorm().map(norm -> reader.norm(norm, 1)),
                o.projection().map(map -> reader.map(map, config.hiddenSize(), width)),
                o.pooler().map(map -> reader.map(map, width, width)), head(o, words));
    }

    private LinearWeights head(OutputNames o, WeightMatrix words) {
        int width = config.embeddingSize();
        int outputs = config.numOutputs();
        if (!o.headTied()) {
            return reader.map(o.head(), width, outputs);
        }
        String weight = o.head().name() + ".weight";
        if (tensors.contains(weight)) {
            requireSame(reader.tensor(weight, outputs, width), words);
        }
        return new LinearWeights(words, WeightReader.zeros(outputs));
    }

    private void requireSame(Tensor head, WeightMatrix words) {
        for (int i = 0; i < words.size(); i++) {
            if (head.floatAt(i) != words.get(i)) {
                throw new ModelException(tensors.description() + ": " + head.name() + " differs from "
                        + names.embeddings().words() + " although the configuration ties them; set"
                        + " tie_word_embeddings to false in config.json if the head has its own weights");
            }
        }
    }

    private void requireNothingLeft(Set<String> ignored) {
        Set<String> left = checkpoint.unusedNames(reader.used());
        left.removeIf(name -> ignored.stream().anyMatch(name::endsWith));
        if (!left.isEmpty()) {
            throw new ModelException(tensors.description() + ": " + left.size() + " tensors that this model does not"
                    + " have, the first is " + left.iterator().next() + "; is config.json the one of this checkpoint?");
        }
    }
}
