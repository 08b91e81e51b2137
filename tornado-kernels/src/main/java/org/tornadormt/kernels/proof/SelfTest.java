package org.tornadormt.kernels.proof;

import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * Runs samples of every kernel on a device and, as the plain Java methods that define them, here, and compares. Wrong
 * numbers without an error are the commonest failure of devices; this finds them before a user does.
 */
public final class SelfTest {
    private static final String STAGE = "sample";

    private SelfTest() {}

    /** The first kernel that fails and how, in one line; empty if all are right. */
    public static Optional<String> firstFailure(Device device) {
        return firstFailure(device, KernelSamples.all());
    }

    static Optional<String> firstFailure(Device device, List<KernelSample> samples) {
        return samples.stream().map(sample -> failureOf(device, sample)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> failureOf(Device device, KernelSample sample) {
        Launch expected = sample.launch();
        Launch actual = sample.launch();
        expected.runDefinition();
        TornadoNativeArray[] written = actual.writes().toArray(TornadoNativeArray[]::new);
        Program program = Program.named(sample.name()).outputs(written).stage(STAGE, List.of(actual)).build();
        try (Executable executable = device.compile(program)) {
            executable.run(STAGE);
        } catch (DeviceException e) {
            return Optional.of(sample.name() + ": " + reason(e));
        }
        for (int i = 0; i < written.length; i++) {
            Optional<String> wrong = Deviation.between(expected.writes().get(i), written[i]);
            if (wrong.isPresent()) {
                return Optional.of(sample.name() + ": " + wrong.get());
            }
        }
        return Optional.empty();
    }

    private static String reason(DeviceException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
