package org.tornadormt.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.util.Platform;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.torchscript.LinearMaps;

class DjlNativeMemoryTest {
    private static final BenchShape SHAPE = new BenchShape("test", 1, 64, 2, 97, 16, 64);
    private static final int WARM_UP = 500;
    private static final int SEGMENTS = 3000;
    /** The smallest array that a segment makes, besides its ids. */
    private static final int BYTES_OF_MEMORY = 64 * 64 * Float.BYTES;

    @TempDir
    private Path folder;

    @Test
    void arrayOperationsLeaveNothingBehind() throws Throwable {
        requirePyTorch();
        try (Engine engine = DjlEagerEngine.open(BenchCheckpoint.create(folder, SHAPE, 1), 1, 1)) {
            requireNoGrowth(engine);
        }
    }

    @Test
    void torchScriptLeavesNothingBehind() throws Throwable {
        requirePyTorch();
        try (Engine engine = DjlTorchScriptEngine.open(BenchCheckpoint.create(folder, SHAPE, 1), 1, 1,
                LinearMaps.ATEN)) {
            requireNoGrowth(engine);
        }
    }

    private static void requirePyTorch() {
        assumeFalse(Platform.detectPlatform("pytorch").isPlaceholder(), "DJL has no PyTorch for this platform");
    }

    /** The JVM's compiler uses this heap too, hence the half: a leak of one array in every segment is twice that. */
    private static void requireNoGrowth(Engine engine) throws Throwable {
        run(engine, WARM_UP);
        long before = NativeHeap.bytes();
        run(engine, SEGMENTS);
        assertThat(NativeHeap.bytes() - before).isLessThan(SEGMENTS * BYTES_OF_MEMORY / 2);
    }

    private static void run(Engine engine, int segments) {
        int[][] ids = new int[1][SHAPE.segmentSize()];
        for (int segment = 0; segment < segments; segment++) {
            engine.segment(ids);
        }
    }
}
