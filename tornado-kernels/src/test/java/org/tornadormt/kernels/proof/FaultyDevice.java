package org.tornadormt.kernels.proof;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.DeviceLimits;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.RunListener;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** A device that runs the definitions in Java, but spoils programs of one name in a way that real devices do. */
record FaultyDevice(String id, String faultyProgram, Fault fault) implements Device {

    enum Fault {
        NONE,
        /** A grid that does not divide: the driver prints an error, and the output stays as it was. */
        DOES_NOT_RUN,
        /** A bound that is one too small, or a thread that is missing. */
        LEAVES_OUT_THE_LAST,
        /** Arithmetic of half precision. */
        ROUNDS_TO_HALF,
        /** A kernel that does not compile. */
        THROWS
    }

    /** A device without faults. */
    static FaultyDevice sound(String id) {
        return new FaultyDevice(id, "", Fault.NONE);
    }

    @Override
    public DeviceInfo info() {
        return new DeviceInfo(id, "FAULTY", "faulty", "", "driver 1");
    }

    @Override
    public Optional<DeviceLimits> limits() {
        return Optional.of(new DeviceLimits(1, 1, 1, 1, 1, 1, List.of(1L), false));
    }

    @Override
    public Executable compile(Program program, RunListener listener) {
        boolean faulty = program.name().equals(faultyProgram);
        return new Executable() {
            @Override
            public void run(String stage, int times) {
                for (int i = 0; i < times; i++) {
                    program.stage(stage).launches().forEach(launch -> FaultyDevice.this.run(launch, faulty));
                }
            }

            @Override
            public void close() {}
        };
    }

    private void run(Launch launch, boolean faulty) {
        if (faulty && fault == Fault.THROWS) {
            throw new DeviceException("device failed", new IllegalStateException("compile\n  error"));
        }
        List<TornadoNativeArray> written = launch.writes();
        List<byte[]> before = written.stream().map(FaultyDevice::bytesOf).toList();
        launch.runDefinition();
        for (int i = 0; faulty && i < written.size(); i++) {
            spoil(written.get(i), before.get(i));
        }
    }

    private void spoil(TornadoNativeArray array, byte[] before) {
        switch (fault) {
            case DOES_NOT_RUN -> array.getSegment().copyFrom(MemorySegment.ofArray(before));
            case LEAVES_OUT_THE_LAST -> leaveOutTheLast(array, before);
            case ROUNDS_TO_HALF -> round(array);
            default -> throw new IllegalStateException();
        }
    }

    private static void leaveOutTheLast(TornadoNativeArray array, byte[] before) {
        byte[] after = bytesOf(array);
        int last = after.length - 1;
        while (last >= 0 && after[last] == before[last]) {
            last--;
        }
        if (last >= 0) {
            int element = last / Integer.BYTES * Integer.BYTES;
            byte[] old = Arrays.copyOfRange(before, element, element + Integer.BYTES);
            for (int i = 0; i < old.length; i++) {
                array.getSegment().set(ValueLayout.JAVA_BYTE, element + i, old[i]);
            }
        }
    }

    private static void round(TornadoNativeArray array) {
        switch (array) {
            case FloatArray floats -> {
                for (int i = 0; i < floats.getSize(); i++) {
                    floats.set(i, Float.float16ToFloat(Float.floatToFloat16(floats.get(i))));
                }
            }
            case IntArray ints -> ints.set(0, ints.get(0) + 1);
            default -> throw new IllegalArgumentException();
        }
    }

    private static byte[] bytesOf(TornadoNativeArray array) {
        return array.getSegment().toArray(ValueLayout.JAVA_BYTE);
    }
}
