package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.model.fixtures.Agreement.assertAgrees;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.OnnxWeights;

/**
 * A real pretrained model: the weights of sentence-transformers/all-MiniLM-L6-v2, a BERT of six layers, which a library
 * on Maven Central carries as a file of ONNX. ONNX Runtime runs that file; the BERT here runs its weights.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PretrainedMiniLmTest {
    private static final int HIDDEN_SIZE = 384;
    /** Its shape; what is not here is as the defaults of BERT have it, which the file of ONNX agrees with. */
    private static final String CONFIG = """
            {"model_type": "bert", "hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12,
             "intermediate_size": 1536, "vocab_size": 30522, "max_position_embeddings": 512}
            """;
    private static final String LONG_TEXT = "The old lighthouse keeper climbed the 214 steps every evening. "
            .repeat(17);

    private OrtEnvironment environment;
    private OrtSession session;
    private RmtModel model;
    private TextTokenizer tokenizer;

    static List<String> sentences() {
        return List.of("The cat sits outside.", "A man is playing guitar on a crowded street in Lisbon.",
                "Recurrent memory carries what was read from one segment to the next; nothing else crosses over!",
                "naïve café 東京 #42 (e.g., 3.14159)", LONG_TEXT);
    }

    @BeforeAll
    void load(@TempDir Path folder) throws IOException, OrtException {
        byte[] onnx = resource("/all-minilm-l6-v2.onnx");
        environment = OrtEnvironment.getEnvironment();
        session = environment.createSession(onnx);
        Files.writeString(folder.resolve("config.json"), CONFIG);
        Files.write(folder.resolve("tokenizer.json"), resource("/all-minilm-l6-v2-tokenizer.json"));
        List<Tensor> tensors = new ArrayList<>(classifierThatShowsThePooler());
        OnnxWeights.read(onnx).forEach((name, tensor) -> tensors.add(
                new Tensor("bert." + name, tensor.type(), tensor.shape(), tensor.data(), tensor.source())));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of());
        model = RmtModel.load(folder, LoadOptions.defaults());
        tokenizer = TextTokenizer.open(folder.resolve("tokenizer.json"));
    }

    /** The file has none: the map that changes nothing. */
    private static List<Tensor> classifierThatShowsThePooler() {
        float[] identity = new float[HIDDEN_SIZE * HIDDEN_SIZE];
        for (int i = 0; i < HIDDEN_SIZE; i++) {
            identity[i * HIDDEN_SIZE + i] = 1;
        }
        return List.of(
                Tensor.ofFloats("classifier.weight", List.of((long) HIDDEN_SIZE, (long) HIDDEN_SIZE), identity),
                Tensor.ofFloats("classifier.bias", List.of((long) HIDDEN_SIZE), new float[HIDDEN_SIZE]));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream content = PretrainedMiniLmTest.class.getResourceAsStream(name)) {
            return content.readAllBytes();
        }
    }

    @AfterAll
    void close() throws OrtException {
        session.close();
        tokenizer.close();
    }

    @ParameterizedTest
    @MethodSource("sentences")
    void hiddenStatesOfRealSentencesAgreeWithOnnxRuntime(String sentence) throws OrtException {
        int[] ids = withSpecialTokens(sentence);
        States states = states(ids);
        try (OrtSession.Result expected = runOnnx(ids)) {
            float[][][] hidden = (float[][][]) expected.get(0).getValue();
            float[][] pooled = (float[][]) expected.get(1).getValue();
            assertAgrees("hidden states", states.hidden, flat(hidden[0]));
            assertAgrees("pooler", new float[][]{states.pooled}, pooled[0]);
        }
    }

    /** No reference needed: what the model was trained for shows that these are its weights. */
    @Test
    void aParaphraseIsCloserThanAnotherSubject() {
        float[] sentence = embedding("A man is eating food.");
        double paraphrase = cosine(sentence, embedding("Someone has a meal."));
        double other = cosine(sentence, embedding("The central bank raised interest rates."));
        assertThat(paraphrase).isGreaterThan(other + 0.3);
    }

    private int[] withSpecialTokens(String sentence) {
        int[] tokens = tokenizer.encode(sentence);
        int[] ids = new int[tokens.length + 2];
        ids[0] = tokenizer.idOf("[CLS]").orElseThrow();
        System.arraycopy(tokens, 0, ids, 1, tokens.length);
        ids[ids.length - 1] = tokenizer.idOf("[SEP]").orElseThrow();
        return ids;
    }

    /** Last hidden states of all rows, and what the pooler makes of the first. */
    private record States(float[][] hidden, float[] pooled) {}

    /** Runs rows of ids as they are: the layout of a segment would put its own special tokens around them. */
    private States states(int[] ids) {
        SegmentProgram arrays = new SegmentProgram(model, new RunnerOptions(1, ids.length, ids.length, 0));
        for (int row = 0; row < ids.length; row++) {
            arrays.segment.tableIn.token(row, ids[row], row, row, ids.length);
            arrays.segmentHead.askedIn.reads(row, arrays.segment.tableIn, row);
        }
        try (Executable executable = JvmDevice.withThreads(2).compile(arrays.program)) {
            executable.run(SegmentProgram.SEGMENT + SegmentProgram.EMBED);
            executable.run(SegmentProgram.SEGMENT + SegmentProgram.LAYER, model.config().numLayers() - 1);
            executable.run(SegmentProgram.SEGMENT + SegmentProgram.LAST_KEYS_AND_VALUES);
            executable.run(SegmentProgram.SEGMENT + SegmentProgram.LOGITS);
        }
        float[][] hidden = new float[ids.length][HIDDEN_SIZE];
        for (int row = 0; row < ids.length; row++) {
            for (int i = 0; i < HIDDEN_SIZE; i++) {
                hidden[row][i] = arrays.segmentHead.rows.features.get(row * HIDDEN_SIZE + i);
            }
        }
        return new States(hidden, new LogitRows(arrays.segmentHead.logits, HIDDEN_SIZE).row(0));
    }

    private OrtSession.Result runOnnx(int[] ids) throws OrtException {
        long[] words = Arrays.stream(ids).asLongStream().toArray();
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, new long[][]{words});
                OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][]{ones});
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[][]{new long[ids.length]})) {
            return session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types));
        }
    }

    /** The mean of the hidden states, which is how this model makes one vector of a sentence. */
    private float[] embedding(String sentence) {
        float[][] hidden = states(withSpecialTokens(sentence)).hidden;
        float[] mean = new float[HIDDEN_SIZE];
        for (float[] row : hidden) {
            for (int i = 0; i < HIDDEN_SIZE; i++) {
                mean[i] += row[i] / hidden.length;
            }
        }
        return mean;
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * HIDDEN_SIZE];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * HIDDEN_SIZE, HIDDEN_SIZE);
        }
        return flat;
    }
}
