package org.tornadormt.model;

import java.util.List;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.MemoryCheck;
import org.tornadormt.kernels.MemoryRestore;
import org.tornadormt.kernels.MemoryWrite;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What happens to the memory between two forward passes: it is set from the host, rewritten from the last hidden
 * states, and brought to the host when asked for. All arrays are {@code [sequences, …]}.
 */
final class MemoryStages {
    private final Recurrence recurrence;
    private final int sequences;
    private final int hiddenSize;
    /** Memory from the host, {@code [sequences, numMemTokens, hiddenSize]}. */
    final FloatArray memoryIn;
    /** Which sequences take it, {@code [sequences]}. */
    final IntArray chosenIn;
    /** Row of the hidden states for each memory vector, or -1, {@code [sequences, numMemTokens]}. */
    final IntArray writeRowsIn;
    /** Number of the segment that each sequence runs, or -1, {@code [sequences]}. */
    final IntArray segmentIn;
    /** Memory for the host, {@code [sequences, numMemTokens, hiddenSize]}. */
    final FloatArray memoryOut;
    /** First segment after which a memory was not finite, for the host, {@code [sequences]}. */
    final IntArray firstBadOut;

    private final IntArray firstBad;

    MemoryStages(Recurrence recurrence, int sequences, int hiddenSize) {
        this.recurrence = recurrence;
        this.sequences = sequences;
        this.hiddenSize = hiddenSize;
        int vectors = sequences * recurrence.numMemTokens();
        memoryIn = Zeros.floats(vectors, hiddenSize);
        memoryOut = Zeros.floats(vectors, hiddenSize);
        chosenIn = Zeros.ints(sequences);
        writeRowsIn = Zeros.ints(vectors);
        segmentIn = Zeros.ints(sequences);
        firstBad = Zeros.ints(sequences);
        firstBad.init(MemoryCheck.NONE);
        firstBadOut = Zeros.ints(sequences);
    }

    /** Sets the memory of the chosen sequences. */
    List<Launch> restore() {
        return List.of(MemoryRestore.launch(memoryIn, chosenIn, recurrence.memory(), firstBad, sequences,
                recurrence.numMemTokens() * hiddenSize));
    }

    /** Rewrites the memory from the last hidden states. */
    List<Launch> write(FloatArray hidden) {
        int vectors = sequences * recurrence.numMemTokens();
        return List.of(MemoryWrite.launch(hidden, writeRowsIn, recurrence.memory(), vectors, hiddenSize),
                MemoryCheck.launch(recurrence.memory(), segmentIn, firstBad, sequences,
                        recurrence.numMemTokens() * hiddenSize));
    }

    /** Brings the memory to the host. */
    List<Launch> export() {
        return List.of(CopyArray.launch(recurrence.memory(), memoryOut), CopyArray.launch(firstBad, firstBadOut));
    }
}
