package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static RmtRun report(Throwable failure) {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.unwatched(new PrintWriter(new StringWriter()), new PrintWriter(err),
                new ByteArrayInputStream(new byte[0]));
        return new RmtRun(new Failures(terminal, () -> false).report(failure), "", err.toString());
    }

    @Test
    void outOfMemoryNamesTheOptionThatGivesMore() {
        report(new OutOfMemoryError("Java heap space")).failsWith("RMT_JAVA_OPTS=-Xmx", "--segment-size");
    }

    @Test
    void anUnexpectedFailureIsOneLineAndSaysHowToSeeMore() {
        report(new IllegalStateException("two\nlines")).failsWith("IllegalStateException: two lines", "--stacktrace");
    }

    @Test
    void aStackTraceComesOnlyIfAskedFor() {
        RmtRun run = RmtRun.of("info", "nothing-here", "--stacktrace");

        assertThat(run.exitCode()).isEqualTo(Failures.FAILED);
        assertThat(run.err()).contains("CheckpointException", "\tat org.tornadormt.")
                .endsWith("rmt: nothing-here does not exist; give the folder of a checkpoint" + System.lineSeparator());
    }

    @Test
    void aReaderThatHasGoneEndsTheRunInSilence() {
        StringWriter err = new StringWriter();
        PrintWriter closed = new PrintWriter(new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });

        int exitCode = Rmt.run(closed, new PrintWriter(err), new ByteArrayInputStream(new byte[0]), "info",
                Fixtures.FACTS.toString());

        assertThat(exitCode).isEqualTo(Failures.FAILED);
        assertThat(err.toString()).isEmpty();
    }
}
