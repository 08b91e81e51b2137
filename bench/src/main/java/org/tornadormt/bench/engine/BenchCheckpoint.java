package org.tornadormt.bench.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * A checkpoint folder of random weights as Hugging Face has it ({@code config.json}, {@code model.safetensors} with the
 * keys of the reference implementation of recurrent memory), which every engine reads.
 *
 * @param folder where it is
 * @param shape its sizes
 */
public record BenchCheckpoint(Path folder, BenchShape shape) {
    /** Prefix of the tensors of the transformer. */
    public static final String TRANSFORMER = "memory_cell.model.transformer.";
    /** Name of the initial memory, {@code [numMemTokens, hiddenSize]}. */
    public static final String MEMORY = "memory_cell.memory";
    /** GPT-2's epsilon of layer norms. */
    public static final float LAYER_NORM_EPSILON = 1e-5f;

    private static final String WEIGHTS_FILE = "model.safetensors";

    /**
     * Writes a checkpoint of random weights. Linear maps have a standard deviation of {@code 1 / √inFeatures}, so that
     * attention is not uniform and a wrong row or column shows.
     */
    public static BenchCheckpoint create(Path folder, BenchShape shape, long seed) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        BenchCheckpoint checkpoint = new BenchCheckpoint(folder, shape);
        SafetensorsWriter.write(folder.resolve(WEIGHTS_FILE), new RandomTensors(shape, seed).all(), Map.of());
        writeJson(folder.resolve("config.json"), checkpoint.config());
        writeJson(folder.resolve("rmt_config.json"), JsonNodeFactory.instance.objectNode()
                .put("num_mem_tokens", shape.numMemTokens()).put("segment_size", shape.segmentSize())
                .put("segment_alignment", "left"));
        return checkpoint;
    }

    /** Opens the weights; who opens them closes them. */
    public SafetensorsFile weights() {
        return SafetensorsFile.open(folder.resolve(WEIGHTS_FILE));
    }

    private ObjectNode config() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("model_type", "gpt2").put("activation_function", "gelu_new").put("tie_word_embeddings", true)
                .put("layer_norm_epsilon", LAYER_NORM_EPSILON).put("n_layer", shape.numLayers())
                .put("n_embd", shape.hiddenSize()).put("n_head", shape.numAttentionHeads())
                .put("n_positions", shape.rows()).put("vocab_size", shape.vocabularySize());
        config.putArray("architectures").add("GPT2LMHeadModel");
        return config;
    }

    private static void writeJson(Path file, ObjectNode json) {
        AtomicFile.write(file, out -> out.write(json.toPrettyString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The tensors of a GPT-2 with memory, random. */
    private static final class RandomTensors {
        private final BenchShape shape;
        private final SplittableRandom random;
        private final List<Tensor> tensors = new ArrayList<>();

        private RandomTensors(BenchShape shape, long seed) {
            this.shape = shape;
            random = new SplittableRandom(seed);
        }

        private List<Tensor> all() {
            int hidden = shape.hiddenSize();
            add(MEMORY, 0, 1, shape.numMemTokens(), hidden);
            add(TRANSFORMER + "wte.weight", 0, 1 / Math.sqrt(hidden), shape.vocabularySize(), hidden);
            add(TRANSFORMER + "wpe.weight", 0, 0.1, shape.rows(), hidden);
            for (int layer = 0; layer < shape.numLayers(); layer++) {
                String block = TRANSFORMER + "h." + layer + ".";
                norm(block + "ln_1");
                map(block + "attn.c_attn", hidden, 3 * hidden);
                map(block + "attn.c_proj", hidden, hidden);
                norm(block + "ln_2");
                map(block + "mlp.c_fc", hidden, shape.intermediateSize());
                map(block + "mlp.c_proj", shape.intermediateSize(), hidden);
            }
            norm(TRANSFORMER + "ln_f");
            return tensors;
        }

        private void norm(String name) {
            add(name + ".weight", 1, 0.1, shape.hiddenSize());
            add(name + ".bias", 0, 0.1, shape.hiddenSize());
        }

        /** GPT-2 stores its maps {@code [in, out]}. */
        private void map(String name, long inFeatures, long outFeatures) {
            add(name + ".weight", 0, 1 / Math.sqrt(inFeatures), inFeatures, outFeatures);
            add(name + ".bias", 0, 0.1, outFeatures);
        }

        private void add(String name, double mean, double deviation, long... size) {
            List<Long> dimensions = Arrays.stream(size).boxed().toList();
            float[] values = new float[Math.toIntExact(Arrays.stream(size).reduce(1, Math::multiplyExact))];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian(mean, deviation);
            }
            tensors.add(Tensor.ofFloats(name, dimensions, values));
        }
    }
}
