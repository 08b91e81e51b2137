package org.tornadormt.bench.engine.onnx;

import java.nio.file.Path;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

/** The ONNX file of a checkpoint, which holds graph and weights, and the names of its inputs and outputs. */
public final class OnnxModel {
    /** Input: token ids, int64 {@code [batch, segmentSize]}. */
    public static final String IDS = "ids";
    /** Input: memory, {@code [batch, numMemTokens, hiddenSize]}. */
    public static final String MEMORY = "memory";
    /** Output: logits of all tokens, {@code [batch, segmentSize, vocabularySize]}. */
    public static final String LOGITS = "logits";
    /** Output: the next memory, as {@link #MEMORY}. */
    public static final String NEW_MEMORY = "new_memory";
    /** Name of the first dimension of all these, which the file leaves open. */
    public static final String BATCH = "batch";

    /** What Protocol Buffers take; larger models have their weights in a second file, which nobody here needs. */
    private static final long LARGEST_BYTES = Integer.MAX_VALUE;

    private OnnxModel() {}

    /**
     * Writes the file whole or not at all. The weights go from the checkpoint to the file in small pieces.
     *
     * @param file replaced if it exists
     * @throws EngineException if the file would have 2 GiB or more, or the weights are not float32
     * @throws CheckpointException if the checkpoint cannot be read or lacks something, or the file cannot be written
     */
    public static void write(BenchCheckpoint checkpoint, Path file) {
        try (SafetensorsFile weights = checkpoint.weights()) {
            ProtobufMessage model = MemoryGraph.of(checkpoint.shape(), weights).model();
            requireSize(model.byteSize(), file);
            AtomicFile.write(file, model::writeTo);
        }
    }

    /** Refuses what the format does not allow. */
    static void requireSize(long bytes, Path file) {
        if (bytes > LARGEST_BYTES) {
            throw new EngineException(
                    "%s would have %,d MiB, and an ONNX file has less than 2,048; choose a smaller shape"
                            .formatted(file, bytes >> 20));
        }
    }
}
