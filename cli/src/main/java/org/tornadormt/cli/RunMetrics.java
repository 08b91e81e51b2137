package org.tornadormt.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;

/** What a run of training has told so far: a file of one JSON object a line. */
final class RunMetrics {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final List<JsonNode> lines = new ArrayList<>();

    /**
     * Goes on with a file.
     *
     * @param step lines of later steps are taken away: these steps will be taken again
     */
    RunMetrics(Path file, int step) {
        this.file = file;
        if (Files.exists(file)) {
            keep(step);
        }
    }

    private void keep(int step) {
        try {
            String text = Files.readString(file);
            // What stands behind the last line break was cut off by a full disk, or by the end of the process.
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JsonNode json = JSON.readTree(line);
                if (json.path("step").asInt() <= step) {
                    lines.add(json);
                }
            }
            AtomicFile.write(file, out -> {
                for (JsonNode line : lines) {
                    out.write(bytes(line));
                }
            });
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file + ": a line is not JSON (" + e.getOriginalMessage()
                    + "); move the file away to go on without it", e);
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    /** Writes one more line at once. */
    void add(ObjectNode line) {
        lines.add(line);
        try {
            Files.write(file, bytes(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write " + file + ": " + e.getMessage() + "; what was saved before is"
                    + " whole, go on from there with --resume", e);
        }
    }

    /** All lines of a kind. */
    List<JsonNode> lines(String kind) {
        return lines.stream().filter(line -> line.path("kind").asText().equals(kind)).toList();
    }

    private static byte[] bytes(JsonNode line) throws JsonProcessingException {
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
