package org.tornadormt.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code rmt}. */
@Command(name = "rmt", mixinStandardHelpOptions = true, versionProvider = Versions.class, description = {
    "Recurrent Memory Transformers: texts of any length through a handful of"
            + " memory vectors."},
        optionListHeading = "%nOptions:%n", scope = ScopeType.INHERIT, exitCodeList = {
            "0:fine", "1:the run failed", "2:wrong usage"},
        exitCodeListHeading = "%nExit codes:%n", footer = {"",
            "Examples:", "  rmt info models/facts",
            "  rmt pull openai-community/gpt2",
            "  rmt read models/facts --input book.txt --memory-out book.memory",
            "  rmt generate --help", "  rmt bench --help", "",
            "rmt bench compares the speed with DJL and ONNX Runtime. It is built, and they are"
                    + " downloaded, when it is first called."},
        commandListHeading = "%nCommands:%n")
public final class Rmt implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print where an error came from.")
    private boolean stacktrace;

    private final Terminal terminal;

    private Rmt(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs {@code rmt} in this process and ends it with the exit code. */
    public static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        int exitCode = run(terminal, System.getenv(), args);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(exitCode);
    }

    /**
     * Runs {@code rmt} without touching this process's own streams, in the environment of this process.
     *
     * @param out gets results
     * @param err gets warnings and errors
     * @param in what {@code -} stands for
     * @param args the arguments
     * @return the exit code: 0 fine, 1 the run failed, 2 wrong usage
     */
    public static int run(PrintWriter out, PrintWriter err, InputStream in, String... args) {
        return run(Terminal.unwatched(out, err, in), System.getenv(), args);
    }

    /** Runs {@code rmt} with these variables of the environment. */
    static int run(Terminal terminal, Map<String, String> environment, String... args) {
        Rmt rmt = new Rmt(terminal);
        Failures failures = new Failures(terminal, () -> rmt.stacktrace);
        CommandLine commandLine = new CommandLine(rmt, new CommandParts(environment));
        Stream.concat(commands(terminal, environment), addedCommands(terminal)).forEach(commandLine::addSubcommand);
        commandLine.setOut(terminal.out()).setErr(terminal.err()).setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 120))
                .setColorScheme(Help.defaultColorScheme(terminal.outIsTerminal() ? Help.Ansi.AUTO : Help.Ansi.OFF))
                .setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures);
        try {
            return commandLine.execute(args);
        } catch (Error e) {
            return failures.report(e);
        }
    }

    private static Stream<Callable<Integer>> commands(Terminal terminal, Map<String, String> environment) {
        return Stream.of(new DemoCommand(terminal), new DevicesCommand(terminal, environment),
                new PullCommand(terminal, environment), new InfoCommand(terminal),
                new FlopsCommand(terminal, environment),
                new ForwardCommand(terminal), new GradientsCommand(terminal), new TrainCommand(terminal, environment),
                new ExportCommand(terminal, environment),
                new ReadCommand(terminal), new GenerateCommand(terminal), new PerplexityCommand(terminal),
                new EvaluateCommand(terminal));
    }

    private static Stream<Callable<Integer>> addedCommands(Terminal terminal) {
        return ServiceLoader.load(CommandProvider.class).stream().map(ServiceLoader.Provider::get)
                .map(provider -> provider.commands(terminal)).flatMap(List::stream);
    }

    /** Without a command: shows which there are. */
    @Override
    public Integer call() {
        command.commandLine().usage(terminal.err());
        return Failures.WRONG_USAGE;
    }
}
