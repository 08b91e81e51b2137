package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.tornadormt.cli.Rmt;

/** A run of {@code rmt} in this process: its exit code and what it printed. */
public record RmtRun(int exitCode, String out, String err) {

    public static RmtRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Rmt.run(new PrintWriter(out), new PrintWriter(err), InputStream.nullInputStream(),
                List.of(args).stream().map(Object::toString).toArray(String[]::new));
        return new RmtRun(exitCode, out.toString(), err.toString());
    }

    /** Requires that there was no result, and one line for the user that has these parts. */
    public void failsWith(int expectedCode, String... parts) {
        assertThat(exitCode).as(err).isEqualTo(expectedCode);
        assertThat(out).isEmpty();
        assertThat(err.lines()).as("one line, no stack trace").hasSize(1);
        assertThat(err).startsWith("rmt: ").contains(parts);
    }
}
