package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Notes on the device when a memory first holds NaN or an infinity, so that the host can name the segment without
 * looking at every one.
 */
public final class MemoryCheck {
    /** No bad value so far. */
    public static final int NONE = -1;

    private MemoryCheck() {}

    /**
     * {@code firstBadSegment[b] = segment[b]} where the memory of sequence {@code b} is not finite and nothing was
     * noted yet.
     *
     * <p>A value is finite if {@code value - value == 0}: NaN and infinities give NaN, which equals nothing.
     *
     * @param memory {@code [sequences, sequenceSize]}
     * @param segment number of the segment that each sequence has just run, {@code [sequences]}; negative for none
     * @param firstBadSegment {@code [sequences]}, {@link #NONE} at first
     */
    public static void memoryCheck(FloatArray memory, IntArray segment, IntArray firstBadSegment, int sequences,
            int sequenceSize) {
        for (@Parallel int b = 0; b < sequences; b++) {
            int finite = 0;
            for (int i = 0; i < sequenceSize; i++) {
                float value = memory.get(b * sequenceSize + i);
                float difference = value - value;
                // The finite ones are counted: TornadoVM's PTX turns !(NaN == 0) into a comparison that is false.
                if (difference == 0f) {
                    finite++;
                }
            }
            if (finite < sequenceSize && firstBadSegment.get(b) == NONE && segment.get(b) >= 0) {
                firstBadSegment.set(b, segment.get(b));
            }
        }
    }

    /** See {@link #memoryCheck}. */
    public static Launch launch(FloatArray memory, IntArray segment, IntArray firstBadSegment, int sequences,
            int sequenceSize) {
        return Launch
                .of("memoryCheck", MemoryCheck::memoryCheck, memory, segment, firstBadSegment, sequences, sequenceSize)
                .reads(memory, segment, firstBadSegment).writes(firstBadSegment);
    }
}
