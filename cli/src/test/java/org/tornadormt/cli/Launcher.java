package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The launcher {@code rmt} in a repository of its own, with a Java that prints its arguments and a Maven that only
 * makes the jar; nothing else of this machine is on its path.
 */
final class Launcher {
    private static final String JAVA = """
            #!/usr/bin/env bash
            printf '%s\\n' "pwd=$PWD" "tornado=${TORNADOVM_HOME:-}" "djl=${DJL_CACHE_DIR:-}" \\
                "malloc=${MALLOC_MMAP_THRESHOLD_:-} ${MALLOC_TRIM_THRESHOLD_:-} ${MALLOC_TOP_PAD_:-}" "$@"
            exit 7
            """;
    private static final String MAVEN = """
            #!/usr/bin/env bash
            if [ "$1" = --version ]; then echo "Apache Maven $(cat "${0%/*}/version")"; exit; fi
            echo "$JAVA_HOME" >>"${0%/*}/builds"
            sleep 0.3
            [ -e "${0%/*}/broken" ] && { echo "[ERROR] broken"; exit 1; }
            case " $* " in
                *" -pl bench "*) touch bench/target/bench.jar ;;
                *" -pl cli "*) touch cli/target/rmt.jar ;;
            esac
            """;
    private static final List<String> TOOLS = List.of("bash", "cat", "dirname", "env", "find", "flock", "head", "mkdir",
            "mv",
            "readlink", "sed", "sleep", "stty", "tail", "touch");

    final Path root;
    final Path home;
    final Path bin;
    final Path jdk;
    final Map<String, String> environment = new HashMap<>();

    /** Makes everything inside {@code root}. */
    Launcher(Path root) throws IOException {
        this.root = root;
        home = Files.createDirectories(root.resolve("a repository"));
        bin = Files.createDirectories(root.resolve("bin"));
        jdk = jdk("a jdk", "25.0.1");
        Files.copy(Path.of("..", "rmt"), home.resolve("rmt"));
        Files.setPosixFilePermissions(home.resolve("rmt"), PosixFilePermissions.fromString("rwxr-xr-x"));
        source("pom.xml");
        source("model/src/main/java/Model.java");
        for (String tool : TOOLS) {
            executable(bin.resolve(tool), "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
        }
        maven("3.9.9");
        environment.put("PATH", bin.toString());
        environment.put("HOME", root.toString());
        environment.put("JAVA_HOME", jdk.toString());
    }

    private static Path find(String tool) {
        return Stream.of("/usr/bin", "/bin", "/opt/homebrew/bin", "/usr/local/bin").map(folder -> Path.of(folder, tool))
                .filter(Files::exists).findFirst().orElseThrow(() -> new AssertionError("this test needs " + tool));
    }

    /** Makes a JDK that says it has that version. */
    Path jdk(String name, String version) throws IOException {
        Path folder = root.resolve(name);
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(folder.resolve("bin/java"), JAVA);
        return folder;
    }

    /** Makes a Maven that says it has that version. */
    void maven(String version) throws IOException {
        Files.writeString(bin.resolve("version"), version);
        executable(bin.resolve("mvn"), MAVEN);
    }

    /** Makes or changes a source. */
    void source(String name) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        // A second later than now, for file systems that do not see smaller differences.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));
    }

    /** Lets everything that was made until now be old. */
    void age() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
    }

    /** How often Maven was asked to build. */
    int builds() throws IOException {
        Path builds = bin.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** Starts the launcher. */
    Process start(Path command, String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(command.toString()), Stream.of(args)).toList());
        builder.directory(Files.createDirectories(root.resolve("somewhere else")).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs the launcher to its end. */
    RmtRun run(String... args) throws IOException, InterruptedException {
        return result(start(home.resolve("rmt"), args));
    }

    /** Waits for a launcher that was started; what the Java that it runs returns is 7. */
    static RmtRun result(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        return new RmtRun(process.waitFor(), out, err);
    }

    /** Requires that Java ran; returns its arguments. */
    static List<String> arguments(RmtRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(7);
        return run.out().lines().toList();
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
