package org.tornadormt.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * What {@code --device auto} took the last time, in a file that the launchers read: if it was the JVM, they start it
 * without TornadoVM, whose runtime alone takes a second. Three lines: the id of the device, the reason, the version of
 * this project.
 */
final class KnownChoice {
    /** Set by a launcher that has left TornadoVM away because of the file. */
    private static final String USED = "rmt.auto.known";
    private static final int LINES = 3;

    private final Path file;
    private final String version;

    KnownChoice(Path folder) {
        file = folder.resolve("auto");
        version = Versions.all().get("tornadormt");
    }

    /** Keeps a choice for the next start. */
    void keep(String deviceId, String reason) {
        String text = String.join("\n", deviceId, reason, version) + "\n";
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | CheckpointException _) {
            // Without it the next start looks at the devices again.
        }
    }

    /** Forgets it, so that the next start looks at the devices again. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A folder that cannot be written held what is in it before as well.
        }
    }

    /** The reason of a choice that the launcher made by the file; none if it was of another version, and forgotten. */
    Optional<String> usedByLauncher() {
        if (!Boolean.getBoolean(USED)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() == LINES && lines.get(2).equals(version)) {
                return Optional.of(lines.get(1));
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        forget();
        return Optional.empty();
    }
}
