package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.profile.SegmentProfile;
import picocli.CommandLine.Option;

/** The option that measures what a command asks of its device. */
final class ProfileOption {
    @Option(names = "--profile", paramLabel = "FILE",
            description = "Also write to a file, as JSON, what the device did:"
                    + " kernels compiled, launches and bytes to and from it for each segment, time by operation. Measuring"
                    + " takes time itself.")
    private Optional<Path> file = Optional.empty();

    private final SegmentProfile profile = new SegmentProfile();
    private Optional<OutputFile> output = Optional.empty();

    /**
     * Finds out before any long work whether the file can be written.
     *
     * @throws org.tornadormt.checkpoints.CheckpointException if not
     */
    void requireWritable() {
        output = file.map(OutputFile::at);
    }

    /** The device, which reports what it does if that was asked for. */
    Device watch(Device device) {
        return output.isPresent() ? device.reportingTo(profile) : device;
    }

    /** Writes what the device did, if that was asked for. */
    void write(Device device, Terminal terminal) {
        output.ifPresent(target -> {
            JsonOutput.write(target, ProfileJson.of(profile, device));
            terminal.println("profile: " + target);
        });
    }
}
