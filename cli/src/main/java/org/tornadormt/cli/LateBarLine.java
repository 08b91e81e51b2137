package org.tornadormt.cli;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The line of a terminal that a bar is drawn in: empty for a while, and empty again at the end. */
final class LateBarLine implements ProgressBarConsumer {
    private final Terminal terminal;
    private final long visibleFrom;
    private boolean drawn;

    /** A line that shows nothing in the first {@code patience}. */
    LateBarLine(Terminal terminal, Duration patience) {
        this.terminal = terminal;
        visibleFrom = System.nanoTime() + patience.toNanos();
    }

    @Override
    public int getMaxRenderedLength() {
        // A full last column would make some terminals wrap.
        return terminal.columns() - 1;
    }

    @Override
    public void accept(String bar) {
        if (System.nanoTime() - visibleFrom >= 0) {
            drawn = true;
            draw(bar);
        }
    }

    @Override
    public void close() {
        if (drawn) {
            draw(" ".repeat(getMaxRenderedLength()));
            draw("");
        }
    }

    private void draw(String line) {
        terminal.err().print("\r" + line);
        terminal.err().flush();
    }
}
