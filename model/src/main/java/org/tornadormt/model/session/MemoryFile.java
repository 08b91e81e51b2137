package org.tornadormt.model.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.model.ModelException;

/**
 * A {@link MemoryState} as a safetensors file.
 *
 * <p>Tensors: {@code memory} {@code [numMemTokens, embeddingSize]}, the memory at the end of the text as if it ended
 * here, for whoever wants the vectors; {@code resume.memory} (same shape) and {@code resume.tokens} {@code [pending]},
 * the memory after the last full segment and the tokens since, for going on. Metadata: {@code tokens},
 * {@code segments}, {@code segment_size}, {@code model}.
 */
public final class MemoryFile {
    private static final String FORMAT = "tornadormt-memory-1";

    private MemoryFile() {}

    /**
     * Writes a state; the file is there whole or not at all.
     *
     * @param finalMemory memory as if the text ended here, {@code [numMemTokens, embeddingSize]}
     */
    public static void write(Path file, MemoryState state, float[] finalMemory, int numMemTokens) {
        List<Long> shape = List.of((long) numMemTokens, (long) (state.memory().length / Math.max(1, numMemTokens)));
        int[] pending = state.pendingTokens();
        long[] ids = new long[pending.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pending[i];
        }
        SafetensorsWriter.write(file,
                List.of(Tensor.ofFloats("memory", shape, finalMemory),
                        Tensor.ofFloats("resume.memory", shape, state.memory()),
                        Tensor.ofLongs("resume.tokens", List.of((long) ids.length), ids)),
                Map.of("format", FORMAT, "tokens", Long.toString(state.tokens()), "segments",
                        Integer.toString(state.segments()), "segment_size", Integer.toString(state.segmentSize()),
                        "model", state.model().sha256()));
    }

    /**
     * Reads a state.
     *
     * @throws ModelException if the file holds no memory of this project
     */
    public static MemoryState read(Path file) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, String> metadata = tensors.metadata();
            if (!FORMAT.equals(metadata.get("format"))) {
                throw new ModelException(file + " holds no memory; make one with rmt read --memory-out");
            }
            Tensor memory = tensors.tensor("resume.memory").requireFinite();
            Tensor ids = tensors.tensor("resume.tokens");
            int[] pending = new int[(int) ids.elementCount()];
            for (int i = 0; i < pending.length; i++) {
                pending[i] = tokenId(file, ids.longAt(i));
            }
            return new MemoryState(new ModelFingerprint(metadata.getOrDefault("model", "")),
                    (int) number(file, metadata, "segment_size", 1, Integer.MAX_VALUE), memory.toFloats(), pending,
                    (int) number(file, metadata, "segments", 0, Integer.MAX_VALUE),
                    number(file, metadata, "tokens", 0, Long.MAX_VALUE));
        }
    }

    private static int tokenId(Path file, long id) {
        if (id != (int) id) {
            throw new ModelException(
                    file + ": resume.tokens holds " + id + ", which is no token; make the file again with rmt read");
        }
        return (int) id;
    }

    private static long number(Path file, Map<String, String> metadata, String key, long least, long most) {
        try {
            long number = Long.parseLong(metadata.getOrDefault(key, ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as to a number out of range.
        }
        throw new ModelException(file + ": its " + key + " is not a number from " + least + " to " + most
                + "; make the file again with rmt read");
    }
}
