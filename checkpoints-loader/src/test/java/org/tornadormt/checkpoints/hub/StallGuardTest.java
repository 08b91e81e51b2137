package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StallGuardTest {

    @Test
    void aReadThatNothingComesForEnds() throws IOException {
        try (InputStream guarded = new StallGuard(new Silence(), Duration.ofMillis(20))) {
            assertThatThrownBy(guarded::read).isInstanceOf(IOException.class).hasMessageContaining("nothing came for");
        }
    }

    @Test
    void aPauseBetweenTwoReadsIsNoStall() throws Exception {
        try (InputStream guarded = new StallGuard(new ByteArrayInputStream(new byte[]{1, -1}), Duration.ofMillis(1))) {
            assertThat(guarded.read()).isEqualTo(1);
            Thread.sleep(20);
            assertThat(guarded.read()).isEqualTo(255);
            assertThat(guarded.read()).isEqualTo(-1);
        }
    }

    /** A body of which nothing comes until it is closed. */
    private static final class Silence extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
