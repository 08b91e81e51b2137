package org.tornadormt.bench.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadormt.bench.compare.ForkedJvm;

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
     * @throws org.tornadormt.cli.InputException if it fails, with the last line that it printed
     */
    FirstSegmentReport run(Path checkpoint, String device) {
        Path own = folder.resolve("start-" + forks++);
        try {
            // What PoCL and NVIDIA's driver compile, they keep; TornadoVM keeps nothing.
            Path pocl = Files.createDirectories(own.resolve("pocl"));
            return new ForkedJvm(own, FirstSegment.class).with("POCL_CACHE_DIR", pocl.toString())
                    .with("CUDA_CACHE_DISABLE", "1").run(FirstSegmentReport.class, "no first segment on " + device,
                            checkpoint.toString(), device);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
