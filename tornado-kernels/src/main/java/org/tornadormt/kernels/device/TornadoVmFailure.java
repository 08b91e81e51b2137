package org.tornadormt.kernels.device;

import java.util.Optional;
import java.util.stream.Collectors;

/** What TornadoVM says when it fails, as one line: it colours its messages for terminals and adds a stack trace. */
final class TornadoVmFailure {
    private static final String COLOUR = "\u001b\\[[0-9;]*m";

    private TornadoVmFailure() {}

    /** The message without colours, line breaks and the stack trace; the kind of the failure if it has none. */
    static String message(Throwable failure) {
        String said = Optional.ofNullable(failure.getMessage()).orElse("").replaceAll(COLOUR, "");
        String line = said.lines().takeWhile(part -> !part.startsWith("Stacktrace:")).map(String::strip)
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return line.isEmpty() ? failure.getClass().getSimpleName() : line;
    }
}
