package org.tornadormt.bench.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/**
 * What a JVM of {@link TrainingSteps} measures.
 *
 * @param engine as {@code TrainingEngine} takes it
 * @param checkpoint folder of the weights
 * @param shape name of their shape
 * @param segments of each text
 * @param batch texts side by side
 * @param threads that the engine may use
 * @param seed of the texts
 * @param expectedLosses what the first steps must have; empty if these are the first
 * @param windowMilliseconds over which steps must be steady, and of an iteration
 * @param limitMilliseconds after which they are taken as they are
 * @param iterations windows that count
 */
record StepTask(String engine, String checkpoint, String shape, int segments, int batch, int threads, long seed,
        double[] expectedLosses, long windowMilliseconds, long limitMilliseconds, int iterations) {

    String toJson() {
        try {
            return new JsonMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StepTask fromJson(String json) {
        try {
            return new JsonMapper().readValue(json, StepTask.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
