package org.tornadormt.cli;

import java.util.Locale;
import org.tornadormt.checkpoints.hub.DownloadListener;

/** Shows a download: a bar for the file that comes, and a line for what else there is to tell. */
final class PullProgress implements DownloadListener, AutoCloseable {
    private static final double MEGABYTE = 1e6;

    private final Terminal terminal;
    private Progress bar = Progress.silent();
    private String file = "";
    private long size;

    PullProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void started(String name, long bytes) {
        file = name;
        size = bytes;
        terminal.note("downloading " + file + " (" + readable(size) + ")");
        showBar();
    }

    @Override
    public void advanced(long done) {
        bar.stepTo((long) (done / MEGABYTE));
    }

    @Override
    public void ended() {
        close();
        bar = Progress.silent();
        file = "";
    }

    /** The bar makes room for the line, and comes again if the file goes on. */
    @Override
    public void note(String message) {
        bar.close();
        terminal.note(message);
        if (!file.isEmpty()) {
            showBar();
        }
    }

    /** Takes the bar off the screen. */
    @Override
    public void close() {
        bar.close();
    }

    private static String readable(long bytes) {
        return bytes < MEGABYTE
                ? String.format(Locale.ROOT, "%,d bytes", bytes)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / MEGABYTE);
    }

    private void showBar() {
        bar = terminal.progress(file, "MB", Math.ceilDiv(size, (long) MEGABYTE));
    }
}
