package org.tornadormt.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.cli.InputException;

/**
 * The folder of one run. It goes when the run ends, also when someone interrupts it; the JVMs that the run has started
 * end before.
 */
public final class WorkFolder implements AutoCloseable {
    /** The checkpoint, and what DJL and ONNX Runtime make of it. */
    private static final int COPIES_OF_THE_WEIGHTS = 3;

    private final WorkFiles files;
    private final Thread hook = new Thread(this::end, "rmt-bench-end");
    private volatile boolean interrupted;

    private WorkFolder(WorkFiles files) {
        this.files = files;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Makes a folder.
     *
     * @param parent where
     * @param bytes how much will be written into it
     * @throws InputException if that is not possible
     */
    public static WorkFolder in(Path parent, long bytes) {
        if (!Files.isDirectory(parent)) {
            throw new InputException("the work folder " + parent + " is no folder; name another one with --work-dir");
        }
        try {
            long free = Files.getFileStore(parent).getUsableSpace();
            if (free < bytes) {
                throw new InputException("weights and numbers need %,d MiB in %s, and %,d are free;".formatted(
                        bytes >> 20, parent, free >> 20) + " name another folder with --work-dir");
            }
            return new WorkFolder(new WorkFiles(Files.createTempDirectory(parent, "rmt-bench-")));
        } catch (IOException e) {
            throw new InputException("cannot make a folder in " + parent + " (" + e + "); name another one with"
                    + " --work-dir");
        }
    }

    /** Bytes that all engines together write for a shape. */
    static long bytes(BenchShape shape, int batch) {
        long logits = (long) batch * shape.segmentSize() * shape.vocabularySize();
        return (COPIES_OF_THE_WEIGHTS * shape.parameterCount() + logits) * Float.BYTES;
    }

    /** Where it is. */
    public Path root() {
        return files.root();
    }

    /** What is in it. */
    WorkFiles files() {
        return files;
    }

    /**
     * Keeps an interrupted run from starting more JVMs.
     *
     * @throws InputException if the process is about to end
     */
    void requireNotInterrupted() {
        if (interrupted) {
            throw new InputException("interrupted");
        }
    }

    /** What an interruption does. */
    private void end() {
        interrupted = true;
        ProcessHandle.current().descendants().forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        try {
            files.delete(files.root());
        } catch (InputException _) {
            // The run has made a file meanwhile; it makes no second one.
            files.delete(files.root());
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already, and the hook deletes the folder.
            return;
        }
        files.delete(files.root());
    }
}
