package org.tornadormt.model.weights;

import java.util.Set;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.family.ParameterNames;
import org.tornadormt.model.weights.WeightReader.Outputs;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Brings the weights of a checkpoint into the layout of the kernels, whatever the family. */
public final class WeightLoader {
    private final RmtCheckpoint checkpoint;
    private final TensorSource tensors;
    private final TransformerConfig config;
    private final ParameterNames names;
    private final WeightReader reader;

    private WeightLoader(RmtCheckpoint checkpoint, TransformerConfig config, ParameterNames names) {
        this.checkpoint = checkpoint;
        tensors = checkpoint.backbone();
        this.config = config;
        this.names = names;
        reader = new WeightReader(tensors, names.weightsInByOut());
    }

    /**
     * Reads all weights.
     *
     * @param checkpoint the tensors, told apart
     * @param ignoredTensors ends of names that may be left over
     * @param extraRows rows that the word-embedding table has beyond the vocabulary (memory); they are left out
     * @throws org.tornadormt.checkpoints.CheckpointException if a tensor is missing, has another shape or holds a value
     *             that is not finite
     * @throws ModelException if tensors are left over
     */
    public static TransformerWeights load(RmtCheckpoint checkpoint, ParameterNames names, Set<String> ignoredTensors,
            TransformerConfig config, int extraRows) {
        WeightLoader loader = new WeightLoader(checkpoint, config, names);
        TransformerWeights weights = loader.load(extraRows);
        loader.requireNothingLeft(ignoredTensors);
        return weights;
    }

    private TransformerWeights load(int extraRows) {
        int hidden = config.hiddenSize();
        int layers = config.numLayers();
        FloatArray wordEmbedding = WeightReader.copyOf(reader
                .tensor(names.wordEmbedding(), config.vocabularySize() + extraRows, hidden)
                .rows(0, config.vocabularySize()));
        return new TransformerWeights(wordEmbedding, positionEmbedding(),
                names.embeddingNorm().map(name -> reader.norm(name, 1, hidden)),
                reader.norm(names.attentionNorm(), layers, hidden),
                reader.blockMap(names.queryKeyValue(), layers, hidden, new Outputs(3 * hidden, 0, hidden)),
                reader.blockMap(names.queryKeyValue(), layers, hidden, new Outputs(3 * hidden, hidden, 2 * hidden)),
                reader.blockMap(names.attentionOutput(), layers, hidden, hidden),
                reader.norm(names.feedForwardNorm(), layers, hidden),
                reader.blockMap(names.up(), layers, hidden, config.intermediateSize()),
                reader.blockMap(names.down(), layers, config.intermediateSize(), hidden),
                names.finalNorm().map(name -> reader.norm(name, 1, hidden)),
                names.pooler().map(name -> reader.map(name, hidden, hidden)), head(wordEmbedding));
    }

    /** The position table, with the token-type vector 0 added: every row of a segment has type 0. */
    private FloatArray positionEmbedding() {
        int hidden = config.hiddenSize();
        FloatArray positions = WeightReader
                .copyOf(reader.tensor(names.positionEmbedding(), config.maxPositions(), hidden));
        names.tokenTypeEmbedding().ifPresent(name -> {
            long types = tensors.tensor(name).shape().getFirst();
            Tensor typeZero = reader.tensor(name, types, hidden).rows(0, 1);
            for (int i = 0; i < positions.getSize(); i++) {
                positions.set(i, positions.get(i) + typeZero.floatAt(i % hidden));
            }
        });
        return positions;
    }

    private LinearWeights head(FloatArray wordEmbedding) {
        int hidden = config.hiddenSize();
        int outputs = config.numOutputs();
        if (names.headBias()) {
            return reader.map(names.head(), hidden, outputs);
        }
        FloatArray noBias = new FloatArray(outputs);
        noBias.init(0f);
        String weightName = names.head() + ".weight";
        if (!names.headTied()) {
            return new LinearWeights(WeightReader.copyOf(reader.tensor(weightName, outputs, hidden)), noBias, hidden,
                    outputs);
        }
        if (tensors.contains(weightName)) {
            requireSame(reader.tensor(weightName, outputs, hidden), wordEmbedding);
        }
        return new LinearWeights(wordEmbedding, noBias, hidden, outputs);
    }

    private void requireSame(Tensor head, FloatArray wordEmbedding) {
        for (int i = 0; i < wordEmbedding.getSize(); i++) {
            if (head.floatAt(i) != wordEmbedding.get(i)) {
                throw new ModelException(tensors.description() + ": " + head.name() + " differs from "
                        + names.wordEmbedding() + " although the configuration ties them; set tie_word_embeddings to"
                        + " false in config.json if the head has its own weights");
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
