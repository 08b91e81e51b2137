package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceTest;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.device.TornadoDevices;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What is noted of a memory that is not finite. Compilers for devices may assume that there is no such thing. */
final class MemoryCheckTest {
    // One sequence each: finite, up to the ends of the range; then each bad value, at the start, within, at the end.
    private static final float[][] MEMORIES = {
        {0f, -0f, Float.MAX_VALUE}, {-Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_NORMAL},
        {Float.NaN, 1f, 1f}, {1f, Float.POSITIVE_INFINITY, 1f}, {1f, 1f, Float.NEGATIVE_INFINITY},
        {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN}};
    private static final int SEQUENCES = MEMORIES.length;
    private static final int SEQUENCE_SIZE = MEMORIES[0].length;

    @Test
    void theJvmNotesTheFirstSegmentThatIsNotFinite() {
        notesTheFirstSegmentThatIsNotFinite(JvmDevice.definitionsOnly());
    }

    @DeviceTest
    @ParameterizedTest
    @MethodSource("devices")
    void aDeviceNotesTheFirstSegmentThatIsNotFinite(Device device) {
        notesTheFirstSegmentThatIsNotFinite(device);
    }

    private static void notesTheFirstSegmentThatIsNotFinite(Device device) {
        FloatArray memory = new FloatArray(SEQUENCES * SEQUENCE_SIZE);
        IntArray segment = new IntArray(SEQUENCES);
        IntArray firstBadSegment = new IntArray(SEQUENCES);
        firstBadSegment.init(MemoryCheck.NONE);
        Program program = Program.named("memory check").inputs(memory, segment).outputs(firstBadSegment).stage("check",
                List.of(MemoryCheck.launch(memory, segment, firstBadSegment, SEQUENCES, SEQUENCE_SIZE))).build();
        try (Executable executable = device.compile(program)) {
            memory.init(1f);
            segment.init(0);
            executable.run("check");
            assertThat(firstBadSegment.toHeapArray()).as("finite").containsOnly(-1);

            fill(memory);
            segment.init(-1);
            executable.run("check");
            assertThat(firstBadSegment.toHeapArray()).as("no segment ran").containsOnly(-1);

            segment.init(7);
            executable.run("check");
            assertThat(firstBadSegment.toHeapArray()).as("not finite").containsExactly(-1, -1, 7, 7, 7, 7);

            segment.init(8);
            executable.run("check");
            assertThat(firstBadSegment.toHeapArray()).as("a later segment").containsExactly(-1, -1, 7, 7, 7, 7);
        }
    }

    private static void fill(FloatArray memory) {
        for (int b = 0; b < SEQUENCES; b++) {
            for (int i = 0; i < SEQUENCE_SIZE; i++) {
                memory.set(b * SEQUENCE_SIZE + i, MEMORIES[b][i]);
            }
        }
    }

    static Stream<Device> devices() {
        return TornadoDevices.all().stream();
    }
}
