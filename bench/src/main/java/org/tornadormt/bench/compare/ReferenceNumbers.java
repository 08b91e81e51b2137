package org.tornadormt.bench.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tornadormt.bench.engine.Engine;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.SafetensorsWriter;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * A file with the numbers of this project's engine after the first segments of the texts: the logits of the last of
 * these and the memory after it, to which every earlier segment has contributed.
 */
final class ReferenceNumbers {
    /** Segments that are run: one with the initial memory, and two with one that the engine wrote. */
    static final int SEGMENTS = 3;
    /**
     * Largest difference that is no error. The numbers are of order 1 and sums of some thousand products, so float32
     * leaves 1e-6 to 1e-4, growing with the layers; a wrong row, mask or activation shows in the first or second digit.
     */
    static final double TOLERANCE = 1e-3;

    private static final String LOGITS = "logits";
    private static final String MEMORY = "memory";

    private ReferenceNumbers() {}

    /** Whether a difference is more than rounding. */
    static boolean areWrong(double maxAbsDiff) {
        // Written so that NaN is wrong.
        return !(maxAbsDiff <= TOLERANCE);
    }

    /** Writes what {@code engine} has after {@link #SEGMENTS}. */
    static void write(Path file, Engine engine) {
        SafetensorsWriter.write(file, List.of(tensor(LOGITS, engine.logits()), tensor(MEMORY, engine.memory())),
                Map.of());
    }

    private static Tensor tensor(String name, float[] values) {
        return Tensor.ofFloats(name, List.of((long) values.length), values);
    }

    /**
     * The largest difference between the file and what {@code engine} has after {@link #SEGMENTS}; infinite if it has
     * another number of them, and NaN if a number is.
     *
     * @param withLogits whether the engine has logits
     */
    static double maxAbsDiff(Path file, Engine engine, boolean withLogits) {
        try (SafetensorsFile reference = SafetensorsFile.open(file)) {
            double memory = maxAbsDiff(reference.tensor(MEMORY), engine.memory());
            return withLogits ? Math.max(memory, maxAbsDiff(reference.tensor(LOGITS), engine.logits())) : memory;
        }
    }

    private static double maxAbsDiff(Tensor expected, float[] actual) {
        if (expected.elementCount() != actual.length) {
            return Double.POSITIVE_INFINITY;
        }
        double max = 0;
        for (int i = 0; i < actual.length; i++) {
            // Math.max keeps a NaN.
            max = Math.max(max, Math.abs((double) expected.floatAt(i) - actual[i]));
        }
        return max;
    }
}
