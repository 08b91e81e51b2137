package org.tornadormt.bench.compare;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadormt.checkpoints.AtomicFile;

/**
 * What a JVM that measures an engine says of itself, besides the times that JMH collects.
 *
 * @param problem why there are no times, in one line, or null
 * @param maxAbsDiff the largest difference from {@link ReferenceNumbers}, 0 before they were compared
 * @param engine the engine's own description
 * @param vectors vector instructions that this project uses in such a JVM
 * @param warmedUp whether segments were steady when the clock began to count
 * @param warmUpSegments segments before that
 * @param measuredSegments segments that count
 * @param cpuSeconds processor time of all threads in the segments that count
 * @param otherWork the largest share of all cores, from 0 to 1, that other processes used meanwhile
 */
record ForkReport(String problem, double maxAbsDiff, String engine, String vectors, boolean warmedUp,
        long warmUpSegments, long measuredSegments, double cpuSeconds, double otherWork) {

    /** Of an engine that could not be measured. */
    static ForkReport ofProblem(String problem, double maxAbsDiff) {
        return new ForkReport(problem, maxAbsDiff, "", "", false, 0, 0, 0, 0);
    }

    /** Whether the engine computes something else than the others. */
    boolean hasWrongNumbers() {
        return ReferenceNumbers.areWrong(maxAbsDiff);
    }

    /** Writes it as JSON. */
    void write(Path file) {
        AtomicFile.write(file, out -> out.write(new JsonMapper().writeValueAsBytes(this)));
    }

    /** Reads what {@link #write} has written. */
    static ForkReport read(Path file) {
        try {
            return new JsonMapper().readValue(Files.readAllBytes(file), ForkReport.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
