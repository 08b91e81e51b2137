package org.tornadormt.bench.compare;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tornadormt.cli.InputException;

/** A program in a JVM of its own, with the flags of this one, that writes a report. */
public final class ForkedJvm {
    private final Path folder;
    private final Class<?> program;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * A JVM that leaves its files in a folder.
     *
     * @param folder of this JVM alone; made if it is not there
     * @param program whose {@code main} gets the file for its report, JSON, as its last argument
     */
    public ForkedJvm(Path folder, Class<?> program) {
        this.folder = folder;
        this.program = program;
    }

    /** Sets a variable of its environment. */
    public ForkedJvm with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Runs the JVM to its end.
     *
     * @param <T> of the report
     * @param what fails if it does, for the message
     * @param arguments of the program, without the last
     * @throws InputException if it fails, with the exception that ended it or the last line that it printed
     */
    public <T> T run(Class<T> report, String what, String... arguments) {
        Path log = folder.resolve("log");
        Path file = folder.resolve("report.json");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            if (builder.start().waitFor() != 0) {
                throw new InputException(what + ": " + lastWords(log));
            }
            return new JsonMapper().readValue(file.toFile(), report);
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
