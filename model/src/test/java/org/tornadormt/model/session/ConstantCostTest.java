package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;

/** A session costs the same however long its text is. */
class ConstantCostTest {
    private static final int NUM_MEM_TOKENS = 16;
    private static final int SEGMENTS = 10_000;

    private final RmtModel model = RandomModels.wideDecoder(NUM_MEM_TOKENS, 1);

    @Test
    void neitherProgramNorStateGrowsWithTheNumberOfSegments(@TempDir Path folder) throws IOException {
        try (Session session = Session.reading(model, JvmDevice.withThreads(1))) {
            long programBytes = session.runner().bytes();
            read(session, 1);
            long stateBytes = write(folder.resolve("one"), session);
            read(session, 999);

            assertThat(session.segments()).isEqualTo(999);
            assertThat(session.runner().bytes()).isEqualTo(programBytes);
            // Metadata grows by the digits of "1000"; the format pads its header to a multiple of 8 bytes.
            assertThat(write(folder.resolve("many"), session)).isBetween(stateBytes, stateBytes + 8);
        }
    }

    @Test
    void theHeapStaysFlat() {
        try (Session session = Session.reading(model, JvmDevice.withThreads(1))) {
            read(session, 1_000);
            long before = usedHeap();
            read(session, SEGMENTS);

            long oneStateASegment = (long) SEGMENTS * NUM_MEM_TOKENS * model.config().embeddingSize() * Float.BYTES;
            assertThat(oneStateASegment).as("what a leak would be").isGreaterThan(4_000_000);
            assertThat(usedHeap() - before).isLessThan(oneStateASegment / 2);
        }
    }

    private void read(Session session, int segments) {
        var random = new Random(0);
        for (int i = 0; i < segments; i++) {
            session.feed(random.nextInt(model.config().vocabularySize()));
        }
    }

    private static long write(Path file, Session session) throws IOException {
        MemoryFile.write(file, session.state(), session.finalMemory(), NUM_MEM_TOKENS);
        return Files.size(file);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
