package org.tornadormt.model;

import java.util.Optional;
import java.util.function.Predicate;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.DeviceLimits;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.device.RunListener;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** Another device, and a count of the bytes that programs declare to go there and to come back. */
final class CountingDevice implements Device {
    private final Device device;
    private long bytesIn;
    private long bytesOut;

    CountingDevice(Device device) {
        this.device = device;
    }

    /** Bytes of inputs so far. */
    long bytesIn() {
        return bytesIn;
    }

    /** Bytes of outputs so far. */
    long bytesOut() {
        return bytesOut;
    }

    @Override
    public DeviceInfo info() {
        return device.info();
    }

    @Override
    public Optional<DeviceLimits> limits() {
        return device.limits();
    }

    @Override
    public Executable compile(Program program, RunListener listener) {
        Executable executable = device.compile(program, listener);
        return new Executable() {
            @Override
            public void run(String stage, int times) {
                bytesIn += times * bytes(program, stage, program::isInput);
                bytesOut += times * bytes(program, stage, program::isOutput);
                executable.run(stage, times);
            }

            @Override
            public void close() {
                executable.close();
            }
        };
    }

    private static long bytes(Program program, String stage, Predicate<TornadoNativeArray> kind) {
        return Program.arraysOf(program.stage(stage)).stream().filter(kind)
                .mapToLong(TornadoNativeArray::getNumBytesOfSegment).sum();
    }
}
