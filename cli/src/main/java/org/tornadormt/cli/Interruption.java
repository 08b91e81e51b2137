package org.tornadormt.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Waits for the user to press Ctrl-C, or for the system to end the process. The first time the command may finish what
 * it is at; the second time the process ends at once.
 */
final class Interruption implements AutoCloseable {
    /** Added to the number of a signal, this is the exit code of a process that it ended. */
    private static final int SIGNAL_CODES = 128;

    private final Terminal terminal;
    private final String willDo;
    private final AtomicInteger exitCode = new AtomicInteger();
    private final List<Previous> previous;

    /** What a signal did before. */
    private record Previous(Signal signal, SignalHandler handler) {}

    /**
     * From now on.
     *
     * @param willDo what the user is told the first time
     */
    Interruption(Terminal terminal, String willDo) {
        this.terminal = terminal;
        this.willDo = willDo;
        previous = List.of(handle("INT"), handle("TERM"));
    }

    private Previous handle(String name) {
        Signal signal = new Signal(name);
        return new Previous(signal, Signal.handle(signal, this::came));
    }

    private void came(Signal signal) {
        int code = SIGNAL_CODES + signal.getNumber();
        if (!exitCode.compareAndSet(0, code)) {
            Runtime.getRuntime().halt(code);
        }
        terminal.note(willDo + "; once more ends at once");
    }

    /** Whether a signal came. */
    boolean came() {
        return exitCode.get() != 0;
    }

    /** The exit code that says so. */
    int exitCode() {
        return exitCode.get();
    }

    @Override
    public void close() {
        previous.forEach(before -> Signal.handle(before.signal(), before.handler()));
    }
}
