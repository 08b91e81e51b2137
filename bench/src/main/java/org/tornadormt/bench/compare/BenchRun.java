package org.tornadormt.bench.compare;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tornadormt.bench.engine.BenchCheckpoint;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.cli.Progress;
import org.tornadormt.cli.Table;
import org.tornadormt.cli.Terminal;

/** One run of {@code rmt bench}: measures, and prints the table of each configuration as soon as it is known. */
final class BenchRun {
    /** Other work up to this share of all cores is what a system does anyway. */
    private static final double QUIET = 0.1;

    private final Terminal terminal;
    private final WorkFolder folder;
    private final Effort effort;
    private final long seed;
    private final String device;
    private final Machine machine = Machine.here();
    private final List<ComparisonRow> rows = new ArrayList<>();
    private boolean wrongNumbers;

    /**
     * A run that measures with that effort.
     *
     * @param folder for weights
     * @param seed of weights and texts
     * @param device where this project runs
     */
    BenchRun(Terminal terminal, WorkFolder folder, Effort effort, long seed, String device) {
        this.terminal = terminal;
        this.folder = folder;
        this.effort = effort;
        this.seed = seed;
        this.device = device;
    }

    /** Says where it runs. */
    void introduce() {
        terminal.println(
                machine.cpu() + ", " + machine.cores() + " cores, " + machine.os() + ", Java " + machine.jdk());
        terminal.println("malloc: " + machine.malloc());
    }

    /** Measures all configurations; those of one shape must follow each other, for only its weights are kept. */
    void compare(List<Configuration> configurations, List<Contender> contenders) {
        BenchShape shape = null;
        for (Configuration configuration : configurations) {
            if (!configuration.shape().equals(shape)) {
                if (shape != null) {
                    folder.files().delete(folder.files().folder(shape));
                }
                shape = configuration.shape();
                makeWeights(shape);
            }
            compare(configuration, contenders);
        }
    }

    private void makeWeights(BenchShape shape) {
        try (Progress _ = terminal.waiting(shape.name() + ": making weights")) {
            BenchCheckpoint.create(folder.files().checkpoint(shape).folder(), shape, seed);
        }
    }

    private void compare(Configuration configuration, List<Contender> contenders) {
        EngineFork fork = new EngineFork(folder, effort, seed, device);
        Double loadAtStart = Machine.load();
        Comparison comparison;
        try (Progress progress = terminal.steps(configuration.toString(), "JVMs",
                (long) contenders.size() * effort.rounds())) {
            comparison = Comparison.of(configuration, contenders, effort.rounds(),
                    contender -> fork.run(configuration, contender), progress::step);
        }
        Double loadAtEnd = Machine.load();
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<ComparisonRow> measured = comparison.rows(measurements -> Conditions.of(machine, configuration, seed,
                measurements, loadAtStart, loadAtEnd, date));
        print(measured);
        comparison.problems().forEach(terminal::note);
        rows.addAll(measured);
        wrongNumbers |= comparison.hasWrongNumbers();
    }

    private void print(List<ComparisonRow> measured) {
        if (measured.isEmpty()) {
            return;
        }
        Table table = new Table().row(ComparisonRow.HEADINGS);
        measured.forEach(row -> table.row(row.cells()));
        terminal.println("");
        table.print(terminal);
        Conditions conditions = measured.getFirst().conditions();
        terminal.println(String.format(Locale.ROOT, "rounds: %d; load of the machine: %s before, %s after",
                conditions.rounds(), load(conditions.loadAtStart()), load(conditions.loadAtEnd())));
        double otherWork = measured.stream().mapToDouble(row -> row.conditions().otherWork()).max().orElseThrow();
        if (otherWork > QUIET) {
            terminal.println(String.format(Locale.ROOT, "other processes used up to %.0f %% of the cores meanwhile,"
                    + " which PyTorch's threads suffer from most: repeat this on a quiet machine", 100 * otherWork));
        }
        measured.stream().filter(row -> !row.conditions().warmedUp()).map(ComparisonRow::engine).distinct()
                .forEach(engine -> terminal.println(engine + " was still getting faster when the clock started"));
    }

    private static String load(Double load) {
        return load == null ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
    }

    /** Says which engines these were. */
    void conclude() {
        terminal.println("");
        rows.stream().map(row -> row.engine() + ": " + row.conditions().engine()).distinct().forEach(terminal::println);
    }

    /** All that was measured. */
    List<ComparisonRow> rows() {
        return rows;
    }

    /** Whether an engine had other numbers than this project's. */
    boolean hasWrongNumbers() {
        return wrongNumbers;
    }
}
