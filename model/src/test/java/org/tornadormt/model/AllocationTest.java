package org.tornadormt.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.fixtures.RandomModels;

/**
 * Running a segment leaves nothing for the garbage collector. This holds the layers above the kernels, with the
 * definitions as kernels: vectors are objects until the JIT compiler has compiled the loops that use them.
 */
class AllocationTest {
    private static final int SEGMENTS = 200;
    /** For arrays of arguments and the like: less than one array of activations. */
    private static final long BYTES_OF_A_SEGMENT = 512;

    static Stream<Named<RmtModel>> models() {
        return Stream.of(Named.of("32 bits", RandomModels.wideDecoder(16, 1)),
                Named.of("16 bits", RmtModel.load(Path.of("src/test/resources/fixtures/gpt2-bf16"),
                        LoadOptions.defaults().with(WeightPrecision.STORED))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSegmentAllocatesNoArrays(RmtModel model) {
        int[] segment = new int[model.segmentSize()];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (SegmentRunner runner = new SegmentRunner(model, JvmDevice.definitionsOnly(),
                new RunnerOptions(1, segment.length, 0, 0))) {
            // Class loading and the first calls of lambdas allocate once.
            run(runner, segment);
            long before = threads.getCurrentThreadAllocatedBytes();
            run(runner, segment);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            long activations = (long) model.layout().rows(segment.length) * model.config().hiddenSize() * Float.BYTES;

            assertThat(activations).isGreaterThan(BYTES_OF_A_SEGMENT);
            assertThat(allocated / SEGMENTS).isLessThan(BYTES_OF_A_SEGMENT);
        }
    }

    private static void run(SegmentRunner runner, int[] segment) {
        for (int i = 0; i < SEGMENTS; i++) {
            runner.run(segment);
        }
    }
}
