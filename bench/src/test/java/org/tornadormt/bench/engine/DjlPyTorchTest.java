package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlPyTorchTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @BeforeAll
    static void requirePyTorch() {
        assumeFalse(Platform.detectPlatform("pytorch").isPlaceholder(), "DJL has no PyTorch for this platform");
    }

    @Test
    void theNumberOfThreadsIsTheLastThatWasAskedFor() {
        assertThat(DjlPyTorch.open(2).describe("test")).endsWith(", test, 2 threads");
        assertThat(DjlPyTorch.open(1).describe("test")).endsWith(", test, 1 thread");
        assertThat(JniUtils.getNumThreads()).isEqualTo(1);
        assertThat(JniUtils.getNumInteropThreads()).isEqualTo(1);
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(messageOfAnotherJvm(CLASS_PATH, "-DENGINE_CACHE_DIR=" + file.resolve("cache")))
                .startsWith("DJL cannot unpack PyTorch into " + file.resolve("cache").resolve("pytorch") + " (")
                .endsWith("; set ENGINE_CACHE_DIR to a folder with 450 MB free, or leave the DJL engines out");
    }

    @Test
    void aPlatformWithoutALibraryIsNamed() throws Exception {
        String withoutLibrary = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(Predicate.not(path -> path.contains("pytorch-native-")))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(messageOfAnotherJvm(withoutLibrary, "-DENGINE_CACHE_DIR=" + folder.resolve("cache")))
                .isEqualTo("DJL has no PyTorch for %s %s among its libraries here; leave the DJL engines out",
                        System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** Opens PyTorch, which a process can do once. */
    public static void main(String[] arguments) {
        String message;
        try {
            DjlPyTorch.open(1);
            message = "it opened";
        } catch (EngineException e) {
            message = e.getMessage();
        }
        try {
            Files.writeString(Path.of(arguments[0]), message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String messageOfAnotherJvm(String classPath, String option) throws IOException, InterruptedException {
        Path answer = folder.resolve("answer");
        List<String> command = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option,
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, DjlPyTorchTest.class.getName(),
                answer.toString()).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("ENGINE_CACHE_DIR", "PYTORCH_LIBRARY_PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Files.readString(answer);
    }
}
