package org.tornadormt.bench.compare;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadormt.cli.Versions;

/**
 * Where something is measured.
 *
 * @param cpu model, or only the architecture where the system does not tell more
 * @param cores that this process may use
 * @param os operating system and its version
 * @param tornadormt version of this project
 * @param jdk version and vendor
 * @param malloc how the C library's allocator is tuned, which decides the speed of DJL
 */
public record Machine(String cpu, int cores, String os, String tornadormt, String jdk, String malloc) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> MALLOC = List.of("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_",
            "MALLOC_TOP_PAD_");

    /** This one. */
    public static Machine here() {
        Map<String, String> versions = Versions.all();
        return new Machine(cpuModel(), Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"), versions.get("tornadormt"),
                versions.get("java"), malloc(System.getenv()));
    }

    private static String cpuModel() {
        String otherwise = System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", System.getProperty("os.arch"));
        try (Stream<String> lines = Files.exists(CPU_INFO) ? Files.lines(CPU_INFO) : Stream.empty()) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(otherwise);
        } catch (IOException _) {
            return otherwise;
        }
    }

    /** The variables of glibc that are set, or {@code default}. */
    static String malloc(Map<String, String> environment) {
        String set = MALLOC.stream().filter(environment::containsKey)
                .map(name -> name + "=" + environment.get(name)).collect(Collectors.joining(" "));
        return set.isEmpty() ? "default" : set;
    }

    /** Processes that want a core, a mean over the last minute; null if the system does not tell. */
    public static Double load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? null : load;
    }
}
