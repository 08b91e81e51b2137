package org.tornadormt.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long run is, as a bar with rate and remaining time; it appears when the run has taken two seconds. */
public final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int REFRESH_MILLISECONDS = 250;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** Shows nothing. */
    static Progress silent() {
        return new Progress(Optional.empty());
    }

    /**
     * Shows a bar on {@code terminal.err()}.
     *
     * @param task what is done
     * @param unit what is counted
     * @param expected how many there will be, or -1 if nobody knows
     */
    static Progress shown(Terminal terminal, String task, String unit, long expected) {
        DecimalFormat rate = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return new Progress(Optional.of(bar(terminal, task, unit, expected).showSpeed(rate).build()));
    }

    /** Shows a bar like {@link #shown}, without a rate: for steps that take seconds each. */
    static Progress steps(Terminal terminal, String task, String unit, long expected) {
        return new Progress(Optional.of(bar(terminal, task, unit, expected).build()));
    }

    /** Shows how long something takes of which nothing can be counted. */
    static Progress waiting(Terminal terminal, String task) {
        return new Progress(Optional.of(line(terminal).setRenderer((state, length) -> {
            String line = task + " (" + state.getTotalElapsed().toSeconds() + " s)";
            return line.substring(0, Math.min(line.length(), length));
        }).build()));
    }

    private static ProgressBarBuilder bar(Terminal terminal, String task, String unit, long expected) {
        return line(terminal).setTaskName(task).setUnit(" " + unit, 1).setInitialMax(expected)
                .setStyle(ProgressBarStyle.ASCII);
    }

    private static ProgressBarBuilder line(Terminal terminal) {
        return new ProgressBarBuilder().continuousUpdate().setUpdateIntervalMillis(REFRESH_MILLISECONDS)
                .setConsumer(new LateBarLine(terminal, PATIENCE));
    }

    /** Whether nothing is shown. */
    boolean isSilent() {
        return bar.isEmpty();
    }

    /** Corrects the expected number, -1 for unknown. */
    void expect(long expected) {
        bar.ifPresent(shown -> shown.maxHint(expected));
    }

    /** Says how many are done. */
    void stepTo(long done) {
        bar.ifPresent(shown -> shown.stepTo(done));
    }

    /** Shows a few words behind the bar. */
    void say(String words) {
        bar.ifPresent(shown -> shown.setExtraMessage(words));
    }

    /** Takes the bar off the screen until it is drawn again, so that a line can be printed. */
    void clear(Terminal terminal) {
        if (bar.isPresent()) {
            terminal.err().print("\r" + " ".repeat(terminal.columns() - 1) + "\r");
            terminal.err().flush();
        }
    }

    /** Says that one more is done. */
    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    /** Takes the bar off the screen. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
