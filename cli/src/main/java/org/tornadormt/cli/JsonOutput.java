package org.tornadormt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.tornadormt.checkpoints.AtomicFile;

/** Writes results as JSON. */
public final class JsonOutput {

    private JsonOutput() {}

    /** Writes a value, indented, with a line end after it. */
    public static void write(OutputFile outputFile, JsonNode value) {
        outputFile.write(file -> AtomicFile.write(file, out -> {
            out.write(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
            out.write('\n');
        }));
    }
}
