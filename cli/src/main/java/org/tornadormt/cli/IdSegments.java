package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.MemoryConfig;
import org.tornadormt.model.RmtModel;
import picocli.CommandLine.Option;

/** A file of token ids as the segments of a model, and what a file of numbers says of how they were computed. */
final class IdSegments {
    @Option(names = "--ids", required = true, paramLabel = "FILE", description = "Token ids, whole numbers separated"
            + " by white space; - is the standard input.")
    private Path ids;

    /** Finds out before any long work whether there is such a file. */
    void requireReadable() {
        ByteInput.requireReadable(ids);
    }

    /**
     * Reads all ids.
     *
     * @throws InputException if none is left that the segments do not have anyway
     */
    List<int[]> read(Terminal terminal, RmtModel model) throws IOException {
        try (TokenSource source = new IdSource(ByteInput.open(ids, terminal), model.config().vocabularySize())) {
            List<int[]> segments = SessionReader.segments(model, SessionReader.readAll(source));
            if (segments.isEmpty()) {
                throw new InputException(
                        source.name() + " has only special tokens, which the segments of " + model.folder()
                                + " have anyway; give a text");
            }
            return segments;
        }
    }

    /** Versions, device, and how the text was cut. */
    static Map<String, String> metadata(RmtModel model, Device device) {
        MemoryConfig memory = model.memoryConfig();
        Map<String, String> metadata = new HashMap<>(Versions.all());
        metadata.put("device", device.info().describe());
        metadata.put("model", model.folder().toString());
        metadata.put("segment_size", Integer.toString(memory.segmentSize()));
        metadata.put("segment_alignment", memory.alignment().text());
        metadata.put("num_mem_tokens", Integer.toString(memory.numMemTokens()));
        return metadata;
    }
}
