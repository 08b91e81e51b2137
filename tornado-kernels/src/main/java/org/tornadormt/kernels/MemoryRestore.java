package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Sets the memory of chosen sequences from the host: the start of a text, or a state that was saved. */
public final class MemoryRestore {

    private MemoryRestore() {}

    /**
     * {@code memory[b] = incoming[b]} for every sequence {@code b} with {@code chosen[b] != 0}, and its step count
     * and finding of {@link MemoryCheck} start again.
     *
     * @param incoming {@code [sequences, sequenceSize]}
     * @param chosen {@code [sequences]}
     * @param memory {@code [sequences, sequenceSize]} with {@code sequenceSize = numMemTokens * hiddenSize}
     * @param firstBadSegment {@code [sequences]}, see {@link MemoryCheck}
     */
    public static void memoryRestore(FloatArray incoming, IntArray chosen, FloatArray memory, IntArray firstBadSegment,
            int sequences, int sequenceSize) {
        for (@Parallel int b = 0; b < sequences; b++) {
            if (chosen.get(b) != 0) {
                firstBadSegment.set(b, MemoryCheck.NONE);
                for (int i = 0; i < sequenceSize; i++) {
                    memory.set(b * sequenceSize + i, incoming.get(b * sequenceSize + i));
                }
            }
        }
    }

    /** See {@link #memoryRestore}. */
    public static Launch launch(FloatArray incoming, IntArray chosen, FloatArray memory, IntArray firstBadSegment,
            int sequences, int sequenceSize) {
        return Launch.of("memoryRestore", MemoryRestore::memoryRestore, incoming, chosen, memory, firstBadSegment,
                sequences, sequenceSize).reads(incoming, chosen, memory, firstBadSegment)
                .writes(memory, firstBadSegment);
    }
}
