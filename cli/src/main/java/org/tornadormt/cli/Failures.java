package org.tornadormt.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.model.ModelException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line for the user and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** The run failed. */
    static final int FAILED = 1;
    /** The command was not understood. */
    static final int WRONG_USAGE = 2;

    private final Terminal terminal;
    private final BooleanSupplier withStackTrace;

    /** Reports on {@code terminal}, with stack traces if the user has asked for them. */
    Failures(Terminal terminal, BooleanSupplier withStackTrace) {
        this.terminal = terminal;
        this.withStackTrace = withStackTrace;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return report(failure);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        terminal.note(oneLine(failure.getMessage().replaceFirst("^Error: ", "") + suggestion(failure)) + "; see "
                + command + " --help");
        return WRONG_USAGE;
    }

    private static String suggestion(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
        }
        return "";
    }

    /** Tells the user what happened; returns the exit code. */
    int report(Throwable failure) {
        if (failure instanceof OutputClosedException) {
            return FAILED;
        }
        if (withStackTrace.getAsBoolean()) {
            failure.printStackTrace(terminal.err());
        }
        terminal.note(oneLine(message(failure)));
        return FAILED;
    }

    private static String message(Throwable failure) {
        return switch (failure) {
            case InputException e -> e.getMessage();
            case CheckpointException e -> e.getMessage();
            case ModelException e -> e.getMessage();
            case DeviceException e -> e.getMessage();
            case UncheckedIOException e -> message(e.getCause());
            case IOException e -> "input or output failed (" + e + ")";
            case OutOfMemoryError _ -> "out of memory with a heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; allow more, for instance RMT_JAVA_OPTS=-Xmx8g, or take a smaller --segment-size";
            default -> "unexpected failure (" + failure + "); run again with --stacktrace to see where";
        };
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
