package org.tornadormt.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads from and writes to, and what is known of the screen.
 *
 * @param out results
 * @param err progress, warnings and errors
 * @param in what {@code -} stands for
 * @param outIsTerminal whether a person watches {@code out}
 * @param errIsTerminal whether a person watches {@code err}
 * @param columns width of the screen
 */
public record Terminal(PrintWriter out, PrintWriter err, InputStream in, boolean outIsTerminal, boolean errIsTerminal,
        int columns) {
    private static final int USUAL_COLUMNS = 80;

    /** Streams that no person watches. */
    static Terminal unwatched(PrintWriter out, PrintWriter err, InputStream in) {
        return new Terminal(out, err, in, false, false, USUAL_COLUMNS);
    }

    /**
     * The streams of this process. The launcher says which of them are terminals, because Java can only tell whether
     * all are.
     */
    static Terminal ofProcess() {
        boolean all = System.console() != null && System.console().isTerminal();
        boolean outIsTerminal = flag("rmt.stdout.terminal", all);
        Charset charset = outIsTerminal ? charsetOfScreen() : StandardCharsets.UTF_8;
        // Right on the PrintStreams, or a PrintWriter would not learn of their failures.
        return new Terminal(new PrintWriter(System.out, false, charset),
                new PrintWriter(System.err, true, charsetOfScreen()), System.in, outIsTerminal,
                flag("rmt.stderr.terminal", all), columnsOfScreen());
    }

    /** A screen that Java takes for ASCII has no locale set; it shows UTF-8 all the same. */
    private static Charset charsetOfScreen() {
        Charset charset = System.out.charset();
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /** A screen that does not know its width says 0. */
    private static int columnsOfScreen() {
        int columns = Integer.getInteger("rmt.columns", USUAL_COLUMNS);
        return columns > 0 ? columns : USUAL_COLUMNS;
    }

    private static boolean flag(String property, boolean otherwise) {
        String value = System.getProperty(property);
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    /**
     * Prints a part of the result at once.
     *
     * @throws OutputClosedException if nobody reads it any more
     */
    void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }

    /** Prints a line of the result; see {@link #print}. */
    public void println(String line) {
        print(line + System.lineSeparator());
    }

    /** Tells the user something in one line that is not part of the result. */
    public void note(String message) {
        err.println("rmt: " + message);
        err.flush();
    }

    /** Progress of work that prints nothing itself. */
    Progress progress(String task, String unit, long expected) {
        return errIsTerminal ? Progress.shown(this, task, unit, expected) : Progress.silent();
    }

    /** Progress of work in a few long steps, which prints nothing itself. */
    public Progress steps(String task, String unit, long expected) {
        return errIsTerminal ? Progress.steps(this, task, unit, expected) : Progress.silent();
    }

    /** Progress of work of which nothing can be counted. */
    public Progress waiting(String task) {
        return errIsTerminal ? Progress.waiting(this, task) : Progress.silent();
    }

    /** Progress of work that prints its result meanwhile: shown only if that goes elsewhere than to the screen. */
    Progress progressBesideOutput(String task, String unit, long expected) {
        return outIsTerminal ? Progress.silent() : progress(task, unit, expected);
    }
}
