package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A run of {@code rmt} in this process: its exit code and what it printed. */
record RmtRun(int exitCode, String out, String err) {

    /** Runs with an empty standard input. */
    static RmtRun of(Object... args) {
        return withInput("", args);
    }

    /** Runs with a standard input. */
    static RmtRun withInput(String input, Object... args) {
        return run(System.getenv(), input, args);
    }

    /** Runs with these variables of the environment, and an empty standard input. */
    static RmtRun inEnvironment(Map<String, String> environment, Object... args) {
        return run(environment, "", args);
    }

    private static RmtRun run(Map<String, String> environment, String input, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.unwatched(new PrintWriter(out), new PrintWriter(err),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        int exitCode = Rmt.run(terminal, environment,
                List.of(args).stream().map(Object::toString).toArray(String[]::new));
        return new RmtRun(exitCode, out.toString(), err.toString());
    }

    /** Requires that the run was fine. */
    RmtRun fine() {
        assertThat(exitCode).as(err).isZero();
        return this;
    }

    /** Requires that the run failed with one line for the user, which has these parts, and no result. */
    void failsWith(String... parts) {
        endsWith(Failures.FAILED, parts);
    }

    /** Requires that the command was not understood, with one line that says why. */
    void isWrongUsage(String... parts) {
        endsWith(Failures.WRONG_USAGE, parts);
    }

    private void endsWith(int expectedCode, String... parts) {
        assertThat(exitCode).as(err).isEqualTo(expectedCode);
        assertThat(err.lines()).as("one line, no stack trace").hasSize(1);
        assertThat(err).startsWith("rmt: ").contains(parts);
    }
}
