package org.tornadormt.bench.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tornadormt.bench.engine.onnx.OnnxModel;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/**
 * ONNX Runtime on the CPU, with all its optimisations of the graph. What it computes goes into arrays that are made once; the
 * memory has two, which change places after each segment.
 */
final class OnnxRuntimeEngine implements Engine {
    private static final String MODEL_FILE = "model.onnx";

    private final BenchShape shape;
    private final int batch;
    private final int threads;
    private final float[] initialMemory;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Arena arena = Arena.ofShared();
    private final LongBuffer ids;
    private final Output logits;
    private Output memory;
    private Output nextMemory;

    private OnnxRuntimeEngine(BenchCheckpoint checkpoint, int batch, int threads, OrtEnvironment environment,
            OrtSession session) throws OrtException {
        shape = checkpoint.shape();
        this.batch = batch;
        this.threads = threads;
        this.environment = environment;
        this.session = session;
        try (SafetensorsFile weights = checkpoint.weights()) {
            initialMemory = weights.tensor(BenchCheckpoint.MEMORY).toFloats();
        }
        ids = allocate((long) batch * shape.segmentSize() * Long.BYTES).asLongBuffer();
        logits = output(shape.segmentSize(), shape.vocabularySize());
        memory = output(shape.numMemTokens(), shape.hiddenSize());
        nextMemory = output(shape.numMemTokens(), shape.hiddenSize());
        reset();
    }

    /**
     * Opens the ONNX file of a checkpoint, which is written first if there is none.
     *
     * @throws EngineException if ONNX Runtime has no library for this platform, or does not take the file
     */
    static OnnxRuntimeEngine open(BenchCheckpoint checkpoint, int batch, int threads) {
        Path file = checkpoint.folder().resolve(MODEL_FILE);
        if (Files.notExists(file)) {
            OnnxModel.write(checkpoint, file);
        }
        OrtEnvironment environment = environment();
        try (SessionOptions options = options(batch, threads)) {
            OrtSession session = environment.createSession(file.toString(), options);
            return new OnnxRuntimeEngine(checkpoint, batch, threads, environment, session);
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime does not take %s: %s".formatted(file, firstLine(e)), e);
        }
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            throw new EngineException(
                    "ONNX Runtime has no library that loads on %s %s (%s); leave onnx out of --against"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), firstLine(e)),
                    e);
        }
    }

    private static SessionOptions options(int batch, int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setSymbolicDimensionValue(OnnxModel.BATCH, batch);
        return options;
    }

    private Output output(int rows, int features) throws OrtException {
        FloatBuffer values = allocate((long) batch * rows * features * Float.BYTES).asFloatBuffer();
        return new Output(values, OnnxTensor.createTensor(environment, values, new long[]{batch, rows, features}));
    }

    private ByteBuffer allocate(long bytes) {
        return arena.allocate(bytes, ValueLayout.JAVA_LONG.byteAlignment()).asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public String description() {
        return "ONNX Runtime " + environment.getVersion() + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public void reset() {
        for (int b = 0; b < batch; b++) {
            memory.values().put(b * initialMemory.length, initialMemory);
        }
    }

    @Override
    public void segment(int[][] tokens) {
        ids.clear();
        for (int[] text : tokens) {
            for (int id : text) {
                ids.put(id);
            }
        }
        ids.flip();
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, new long[]{batch, shape.segmentSize()});
                OrtSession.Result _ = session.run(
                        Map.of(OnnxModel.IDS, idTensor, OnnxModel.MEMORY, memory.tensor()),
                        Map.of(OnnxModel.LOGITS, logits.tensor(), OnnxModel.NEW_MEMORY, nextMemory.tensor()))) {
            Output read = memory;
            memory = nextMemory;
            nextMemory = read;
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    public float[] logits() {
        return logits.copy();
    }

    @Override
    public float[] memory() {
        return memory.copy();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
        logits.tensor().close();
        memory.tensor().close();
        nextMemory.tensor().close();
        arena.close();
    }

    private static EngineException failed(OrtException e) {
        return new EngineException("ONNX Runtime failed: " + firstLine(e), e);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
    }

    /** An array that ONNX Runtime writes into. */
    private record Output(FloatBuffer values, OnnxTensor tensor) {
        float[] copy() {
            float[] copy = new float[values.capacity()];
            values.get(0, copy);
            return copy;
        }
    }
}
