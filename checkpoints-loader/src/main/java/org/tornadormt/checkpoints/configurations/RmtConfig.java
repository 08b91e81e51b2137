package org.tornadormt.checkpoints.configurations;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * What the original checkpoints do not store about the recurrence, and this project keeps beside them in
 * {@code rmt_config.json}.
 *
 * @param numMemTokens memory tokens; 0 or more
 * @param segmentSize  tokens of the text in a full segment, without memory and special tokens; 1 or more
 * @param alignment    which segment is short when the text does not fill the last one
 * @param memAtEnd     whether the next memory is written by a block at the end of a segment ({@code mem_at_end} of the
 *                     LM-RMT code), as usual; otherwise a decoder takes it from the block in front, which sees no token
 */
public record RmtConfig(int numMemTokens, int segmentSize, Alignment alignment, boolean memAtEnd) {
    /** The usual name of the file. */
    public static final String FILE_NAME = "rmt_config.json";

    private static final String NUM_MEM_TOKENS = "num_mem_tokens";
    private static final String SEGMENT_SIZE = "segment_size";
    private static final String SEGMENT_ALIGNMENT = "segment_alignment";
    private static final String MEM_AT_END = "mem_at_end";

    /** How a text is divided into segments ({@code segment_alignment} in the reference code). */
    public enum Alignment {
        /** Full segments from the start; the last one may be short. */
        LEFT,
        /** Full segments from the end; the first one may be short. */
        RIGHT,
        /** Pieces of nearly equal length. */
        CENTER;

        /**
         * @param text one of the choices, in lower case
         * @return the choice
         * @throws CheckpointException if it is none; the message lists them
         */
        public static Alignment parse(String text) {
            return Arrays.stream(values()).filter(value -> value.text().equals(text)).findFirst().orElseThrow(
                    () -> new CheckpointException("%s must be %s, found \"%s\"".formatted(SEGMENT_ALIGNMENT,
                            Arrays.stream(values()).map(Alignment::text).collect(Collectors.joining(" or ")), text)));
        }

        /** @return the choice as it is written in files and options */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The usual way, with a block at the end. */
    public RmtConfig(int numMemTokens, int segmentSize, Alignment alignment) {
        this(numMemTokens, segmentSize, alignment, true);
    }

    /** @throws CheckpointException if a number is out of its range */
    public RmtConfig {
        if (numMemTokens < 0) {
            throw new CheckpointException("%s must be 0 or more, found %d".formatted(NUM_MEM_TOKENS, numMemTokens));
        }
        if (segmentSize < 1) {
            throw new CheckpointException("%s must be 1 or more, found %d".formatted(SEGMENT_SIZE, segmentSize));
        }
    }

    /**
     * @param file an {@code rmt_config.json}
     * @return its content
     * @throws CheckpointException if it cannot be read, lacks an option, has an unknown one, or a value is out of range
     */
    public static RmtConfig read(Path file) {
        var options = new OptionReader(file);
        int numMemTokens = options.integer(NUM_MEM_TOKENS);
        int segmentSize = options.integer(SEGMENT_SIZE);
        String alignment = options.string(SEGMENT_ALIGNMENT);
        boolean memAtEnd = options.boolOr(true, MEM_AT_END);
        options.unread().stream().findFirst().ifPresent(unknown -> {
            throw options.problem("unknown option \"%s\"; known are %s, %s, %s and %s".formatted(
                    unknown.getKey(), NUM_MEM_TOKENS, SEGMENT_SIZE, SEGMENT_ALIGNMENT, MEM_AT_END));
        });
        try {
            return new RmtConfig(numMemTokens, segmentSize, Alignment.parse(alignment), memAtEnd);
        } catch (CheckpointException e) {
            throw options.problem(e.getMessage());
        }
    }

    /**
     * @param file the file to write, whole or not at all
     * @throws CheckpointException if it cannot be written
     */
    public void write(Path file) {
        ObjectNode options = JsonNodeFactory.instance.objectNode()
                .put(NUM_MEM_TOKENS, numMemTokens)
                .put(SEGMENT_SIZE, segmentSize)
                .put(SEGMENT_ALIGNMENT, alignment.text());
        if (!memAtEnd) {
            options.put(MEM_AT_END, false);
        }
        AtomicFile.write(file, out -> {
            out.write(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(options));
            out.write('\n');
        });
    }
}
