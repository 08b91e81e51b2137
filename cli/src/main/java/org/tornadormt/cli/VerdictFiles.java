package org.tornadormt.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;
import org.tornadormt.kernels.proof.SelfTest;
import org.tornadormt.kernels.proof.Verdict;
import org.tornadormt.kernels.proof.VerdictStore;

/**
 * Verdicts on devices as files in the user's cache, one for each device and driver. A file that cannot be read, or was
 * written by another version of this project, counts as none; a folder that cannot be written keeps nothing.
 */
final class VerdictFiles implements VerdictStore {
    private static final int NAME_BYTES = 10;

    private final Path folder;
    private final String version;

    /** Verdicts of this version in {@code folder}, which is made when there is something to keep. */
    VerdictFiles(Path folder) {
        this(folder, version());
    }

    VerdictFiles(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    @Override
    public Optional<Verdict> find(String key) {
        try {
            ObjectNode json = JsonFile.read(file(key));
            if (!json.path("device").asText().equals(key) || !json.path("version").asText().equals(version)) {
                return Optional.empty();
            }
            return Optional.of(new Verdict(Verdict.Outcome.valueOf(json.path("outcome").asText()),
                    json.path("failure").asText(), json.path("gigaflops").asDouble()));
        } catch (CheckpointException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public void keep(String key, Verdict verdict) {
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode json = mapper.createObjectNode().put("device", key).put("version", version)
                .put("outcome", verdict.outcome().name()).put("failure", verdict.failure())
                .put("gigaflops", verdict.speed());
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file(key),
                    out -> out.write(mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json)));
        } catch (IOException | CheckpointException _) {
            // Without a cache the test runs again at the next start: slow, not wrong.
        }
    }

    /** The file of a device's verdict. */
    private Path file(String key) {
        return folder.resolve(hash(key.getBytes(StandardCharsets.UTF_8)) + ".json");
    }

    /** This project's version, and which build of the kernels it is: they change between releases too. */
    private static String version() {
        String version = Versions.all().get("tornadormt");
        try {
            Path kernels = Path.of(SelfTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Files.isRegularFile(kernels) ? version + " " + hash(Files.readAllBytes(kernels)) : version;
        } catch (URISyntaxException | IOException _) {
            return version;
        }
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
