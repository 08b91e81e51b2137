package org.tornadormt.kernels.program;

/**
 * A form of an operation for the JVM that computes any range of its rows, so that several threads can share the work.
 * What a row is, is the form's own business: a row of a matrix, an element, a block.
 *
 * @param rows number of rows in all
 * @param grain rows that are worth handing to a thread; ranges start at multiples of it
 * @param prepare runs once before the rows of each run, on one thread: forgets what was derived from other inputs
 * @param body computes the rows of a range
 */
public record RowForm(int rows, int grain, Runnable prepare, Body body) {
    private static final Runnable NOTHING = () -> {};

    /** A form that keeps nothing from one run to the next. */
    public RowForm(int rows, int grain, Body body) {
        this(rows, grain, NOTHING, body);
    }

    /** Computes rows {@code from} (inclusive) to {@code to} (exclusive). Ranges that do not overlap may run at once. */
    @FunctionalInterface
    public interface Body {
        /** Computes rows {@code from} to {@code to}. */
        void compute(int from, int to);
    }
}
