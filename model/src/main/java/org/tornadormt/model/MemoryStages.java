package org.tornadormt.model;

import java.util.List;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.MemoryCheck;
import org.tornadormt.kernels.MemoryRestore;
import org.tornadormt.kernels.MemoryWrite;
import org.tornadormt.kernels.RowTable;
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
    private final int embeddingSize;
    /** Memory from the host, {@code [sequences, numMemTokens, embeddingSize]}. */
    final FloatArray memoryIn;
    /** Which sequences take it, {@code [sequences]}. */
    final IntArray chosenIn;
    /** Row of the segment that writes each memory vector, padding for none, as the host writes it. */
    final RowTable writersIn;
    /** The same rows on their way through the last block. */
    final RowArrays writers;
    /** Number of the segment that each sequence runs, or -1, {@code [sequences]}. */
    final IntArray segmentIn;
    /** Memory for the host, {@code [sequences, numMemTokens, embeddingSize]}. */
    final FloatArray memoryOut;
    /** First segment after which a memory was not finite, for the host, {@code [sequences]}. */
    final IntArray firstBadOut;

    private final IntArray firstBad;

    MemoryStages(TransformerConfig config, Recurrence recurrence, int sequences) {
        this.recurrence = recurrence;
        this.sequences = sequences;
        embeddingSize = config.embeddingSize();
        int vectors = sequences * recurrence.numMemTokens();
        memoryIn = Zeros.floats(vectors, embeddingSize);
        memoryOut = Zeros.floats(vectors, embeddingSize);
        chosenIn = Zeros.ints(sequences);
        writersIn = new RowTable(vectors);
        writers = new RowArrays(config, writersIn.values(), recurrence.numMemTokens());
        segmentIn = Zeros.ints(sequences);
        firstBad = Zeros.ints(sequences);
        firstBad.init(MemoryCheck.NONE);
        firstBadOut = Zeros.ints(sequences);
    }

    /** Sets the memory of the chosen sequences. */
    List<Launch> restore() {
        return List.of(MemoryRestore.launch(memoryIn, chosenIn, recurrence.memory(), firstBad, sequences,
                recurrence.numMemTokens() * embeddingSize));
    }

    /** Rewrites the memory from the last hidden states of the rows that write it. */
    List<Launch> write(ForwardPass pass) {
        List<Launch> launches = pass.read(writers);
        launches.add(MemoryWrite.launch(writers.table, writers.features, recurrence.memory(), writers.rowCount,
                embeddingSize));
        launches.add(MemoryCheck.launch(recurrence.memory(), segmentIn, firstBad, sequences,
                recurrence.numMemTokens() * embeddingSize));
        return launches;
    }

    /** Brings the memory to the host. */
    List<Launch> export() {
        return List.of(CopyArray.launch(recurrence.memory(), memoryOut), CopyArray.launch(firstBad, firstBadOut));
    }
}
