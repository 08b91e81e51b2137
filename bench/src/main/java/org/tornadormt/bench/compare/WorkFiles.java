package org.tornadormt.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.cli.InputException;

/**
 * Where the command and the JVMs that it starts leave files for each other.
 *
 * @param root the folder of one run
 */
record WorkFiles(Path root) {

    /** All that belongs to a shape. */
    Path folder(BenchShape shape) {
        return root.resolve(shape.name());
    }

    /** The weights that all engines read. */
    BenchCheckpoint checkpoint(BenchShape shape) {
        return new BenchCheckpoint(folder(shape).resolve("checkpoint"), shape);
    }

    /** The numbers that all engines must have. */
    Path reference(BenchShape shape, int batch) {
        return folder(shape).resolve("reference-batch" + batch + ".safetensors");
    }

    /** What a JVM says of itself. */
    Path report() {
        return root.resolve("report.json");
    }

    /** What JMH and the engines print. */
    Path log() {
        return root.resolve("jmh.log");
    }

    /** The folder for temporary files of the JVMs, which crashes may leave behind. */
    Path temporary() {
        return root.resolve("tmp");
    }

    /**
     * Deletes a folder of these and all that is in it; nothing happens if there is none.
     *
     * @throws InputException if something cannot be deleted
     */
    void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            List<Path> contentsFirst;
            try (Stream<Path> all = Files.walk(folder)) {
                contentsFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : contentsFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new InputException("cannot delete " + folder + " (" + e + "); delete it by hand");
        }
    }
}
