package org.tornadormt.bench.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tornadormt.bench.engine.onnx.OnnxModel;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/** ONNX Runtime on the CPU, with all its optimisations of the graph. */
final class OnnxRuntimeEngine implements Engine {
    private final BenchShape shape;
    private final int batch;
    private final int threads;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final float[] initialMemory;
    private OnnxTensor firstMemory;
    private OrtSession.Result last;

    private OnnxRuntimeEngine(BenchShape shape, int batch, int threads, OrtEnvironment environment, OrtSession session,
            float[] initialMemory) {
        this.shape = shape;
        this.batch = batch;
        this.threads = threads;
        this.environment = environment;
        this.session = session;
        this.initialMemory = initialMemory;
    }

    /**
     * Loads the checkpoint's ONNX file, which is written first if there is none.
     *
     * @throws EngineException if ONNX Runtime has no library for this platform, or does not take the file
     */
    static OnnxRuntimeEngine open(BenchCheckpoint checkpoint, int batch, int threads) {
        Path file = checkpoint.folder().resolve("model.onnx");
        if (!Files.exists(file)) {
            OnnxModel.write(checkpoint, file);
        }
        try (SafetensorsFile weights = checkpoint.weights()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            OnnxRuntimeEngine engine = new OnnxRuntimeEngine(checkpoint.shape(), batch, threads, environment,
                    environment.createSession(file.toString(), options),
                    weights.tensor(BenchCheckpoint.MEMORY).toFloats());
            engine.reset();
            return engine;
        } catch (OrtException e) {
            throw new EngineException("ONNX Runtime refuses " + file + ": " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new EngineException("ONNX Runtime has no native library that loads here (" + e.getMessage()
                    + "); leave onnx out of --against", e);
        }
    }

    @Override
    public String description() {
        return "ONNX Runtime " + environment.getVersion() + ", " + threads + " threads";
    }

    @Override
    public void reset() {
        release();
        float[] all = new float[batch * initialMemory.length];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(initialMemory, 0, all, b * initialMemory.length, initialMemory.length);
        }
        try {
            firstMemory = OnnxTensor.createTensor(environment, FloatBuffer.wrap(all),
                    new long[]{batch, shape.numMemTokens(), shape.hiddenSize()});
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    @Override
    public void segment(int[][] ids) {
        long[] flat = new long[batch * shape.segmentSize()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = ids[i / shape.segmentSize()][i % shape.segmentSize()];
        }
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, LongBuffer.wrap(flat),
                new long[]{batch, shape.segmentSize()})) {
            OnnxTensor memory = last == null ? firstMemory : output(OnnxModel.NEW_MEMORY);
            OrtSession.Result next = session.run(Map.of(OnnxModel.IDS, tokens, OnnxModel.MEMORY, memory));
            release();
            last = next;
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private OnnxTensor output(String name) {
        return (OnnxTensor) last.get(name).orElseThrow();
    }

    @Override
    public float[] logits() {
        return floats(output(OnnxModel.LOGITS));
    }

    @Override
    public float[] memory() {
        return floats(last == null ? firstMemory : output(OnnxModel.NEW_MEMORY));
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private void release() {
        if (last != null) {
            last.close();
            last = null;
        }
        if (firstMemory != null) {
            firstMemory.close();
            firstMemory = null;
        }
    }

    private static EngineException failed(OrtException e) {
        return new EngineException("ONNX Runtime failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        release();
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
