package org.tornadormt.bench.start;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tornadormt.cli.InputException;

/** Starts {@link FirstSegment} in a JVM with the flags of this one, and with empty caches of the compilers. */
final class FirstSegmentFork {
    private final Path folder;
    private int forks;

    /**
     * Forks that leave their files in a folder.
     *
     * @param folder of this run
     */
    FirstSegmentFork(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs the JVM to its end.
     *
     * @throws InputException if it fails, with the last line that it printed
     */
    FirstSegmentReport run(Path checkpoint, String device) {
        Path own = folder.resolve("start-" + forks++);
        Path log = own.resolve("log");
        Path report = own.resolve("report.json");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FirstSegment.class.getName(),
                checkpoint.toString(), device, report.toString()));
        try {
            Files.createDirectories(own);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // What PoCL and NVIDIA's driver compile, they keep; TornadoVM keeps nothing.
            builder.environment().put("POCL_CACHE_DIR", Files.createDirectory(own.resolve("pocl")).toString());
            builder.environment().put("CUDA_CACHE_DISABLE", "1");
            if (builder.start().waitFor() != 0) {
                throw new InputException("no first segment on " + device + ": " + lastWords(log));
            }
            return new JsonMapper().readValue(report.toFile(), FirstSegmentReport.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            throw new InputException("interrupted");
        }
    }

    /** The exception that ended it; otherwise the last line. */
    private static String lastWords(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.stream().filter(line -> line.startsWith("Exception in thread")).findFirst()
                .map(line -> line.replaceFirst("^Exception in thread \"main\" [\\w.$]+: ", ""))
                .orElse(lines.isEmpty() ? "its JVM died without a word" : lines.getLast());
    }
}
