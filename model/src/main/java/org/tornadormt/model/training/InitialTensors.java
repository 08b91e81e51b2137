package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.tensors.NoTensors;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.family.BlockNames;
import org.tornadormt.model.family.BlockNames.Fused;
import org.tornadormt.model.family.BlockNames.Interleaved;
import org.tornadormt.model.family.BlockNames.Separate;
import org.tornadormt.model.family.EmbeddingNames;
import org.tornadormt.model.family.Family;
import org.tornadormt.model.family.LinearName;
import org.tornadormt.model.family.OutputNames;
import org.tornadormt.model.family.ParameterNames;

/**
 * Random weights for a model that begins from nothing, as GPT-2 begins: normal with deviation 0.02, of maps into the
 * residual stream 0.02 / √(2 layers), biases 0, norms 1; the memory too is normal with deviation 0.02.
 */
final class InitialTensors {
    private static final double DEVIATION = 0.02;
    private static final String BACKBONE = "memory_cell.model.";

    private final TransformerConfig config;
    private final String prefix;
    private final Well19937c random;
    private final List<Tensor> tensors = new ArrayList<>();

    private InitialTensors(TransformerConfig config, String prefix, long seed) {
        this.config = config;
        this.prefix = prefix;
        random = new Well19937c(seed);
    }

    /**
     * All tensors of a model, by the names of class {@code MemoryCell} of the reference implementation; without
     * memory, by those of the plain model.
     *
     * @param json the configuration; it is read as far as the family reads it
     * @param seed of the weights
     * @throws ModelException if the model is no language model
     */
    static List<Tensor> of(ModelConfig json, int numMemTokens, long seed) {
        Family family = Family.of(json);
        String refusal = "config.json: only language models begin from nothing; model_type " + json.modelType()
                + " is a classifier";
        NoTensors none = new NoTensors("a new model", refusal);
        TransformerConfig config = family.config(json, none);
        ParameterNames names = family.names(json, none);
        json.requireAllKnown(family.ignoredOptions());
        if (config.head() != Head.LANGUAGE_MODEL) {
            throw new ModelException(refusal);
        }
        InitialTensors initial = new InitialTensors(config, numMemTokens == 0 ? "" : BACKBONE, seed);
        if (numMemTokens > 0) {
            initial.tensors.add(Tensor.ofFloats(TextGradients.MEMORY,
                    List.of((long) numMemTokens, (long) config.embeddingSize()),
                    initial.normal(numMemTokens * config.embeddingSize(), DEVIATION)));
        }
        initial.embeddings(names);
        for (int layer = 0; layer < config.numLayers(); layer++) {
            initial.block(names, layer);
        }
        initial.output(names);
        return initial.tensors;
    }

    private void embeddings(ParameterNames names) {
        EmbeddingNames e = names.embeddings();
        int hidden = config.hiddenSize();
        matrix(e.words(), config.vocabularySize(), config.embeddingSize(), DEVIATION);
        e.projection().ifPresent(map -> map(map, config.embeddingSize(), hidden, false, DEVIATION));
        e.positions().ifPresent(
                table -> matrix(table.name(), table.offset() + config.maxPositions(), hidden, DEVIATION));
        e.norm().ifPresent(norm -> norm(norm, names));
    }

    private void block(ParameterNames names, int layer) {
        BlockNames b = names.blocks();
        int hidden = config.hiddenSize();
        int inside = config.feedForward().intermediateSize();
        int querySize = config.attention().querySize();
        int keyValueSize = config.attention().keyValueSize();
        boolean inByOut = b.weightsInByOut();
        double residual = DEVIATION / Math.sqrt(2.0 * config.numLayers());
        norm(at(b.attentionNorm(), layer), names);
        switch (b.queryKeyValue()) {
            case Separate maps -> {
                map(at(maps.query(), layer), hidden, querySize, inByOut, DEVIATION);
                map(at(maps.key(), layer), hidden, keyValueSize, inByOut, DEVIATION);
                map(at(maps.value(), layer), hidden, keyValueSize, inByOut, DEVIATION);
            }
            case Fused(LinearName map) ->
                map(at(map, layer), hidden, querySize + 2 * keyValueSize, inByOut, DEVIATION);
            case Interleaved(LinearName map) -> map(at(map, layer), hidden, 3 * querySize, inByOut, DEVIATION);
        }
        map(at(b.attentionOutput(), layer), querySize, hidden, inByOut, residual);
        norm(at(b.feedForwardNorm(), layer), names);
        b.gate().ifPresent(gate -> map(at(gate, layer), hidden, inside, inByOut, DEVIATION));
        map(at(b.up(), layer), hidden, inside, inByOut, DEVIATION);
        map(at(b.down(), layer), inside, hidden, inByOut, residual);
    }

    private void output(ParameterNames names) {
        OutputNames o = names.output();
        o.finalNorm().ifPresent(norm -> norm(norm, names));
        o.projection().ifPresent(map -> map(map, config.hiddenSize(), config.embeddingSize(), false, DEVIATION));
        if (!o.headTied()) {
            map(o.head(), config.embeddingSize(), config.numOutputs(), false, DEVIATION);
        }
    }

    private void norm(String name, ParameterNames names) {
        if (names.normsHaveWeights()) {
            vector(name + ".weight", config.hiddenSize(), 1);
            if (config.norms().kind() == NormConfig.Kind.LAYER_NORM) {
                vector(name + ".bias", config.hiddenSize(), 0);
            }
        }
    }

    private void map(LinearName map, int inFeatures, int outFeatures, boolean inByOut, double deviation) {
        matrix(map.name() + ".weight", inByOut ? inFeatures : outFeatures, inByOut ? outFeatures : inFeatures,
                deviation);
        if (map.hasBias()) {
            vector(map.name() + ".bias", outFeatures, 0);
        }
    }

    private void matrix(String name, int rows, int columns, double deviation) {
        tensors.add(Tensor.ofFloats(prefix + name, List.of((long) rows, (long) columns),
                normal(Math.multiplyExact(rows, columns), deviation)));
    }

    private void vector(String name, int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        tensors.add(Tensor.ofFloats(prefix + name, List.of((long) size), values));
    }

    private float[] normal(int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    private static LinearName at(LinearName map, int layer) {
        return new LinearName(at(map.name(), layer), map.hasBias());
    }

    private static String at(String template, int layer) {
        return template.replace("{layer}", Integer.toString(layer));
    }
}
