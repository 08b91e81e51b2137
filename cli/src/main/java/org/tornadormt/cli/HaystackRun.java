package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tornadormt.model.task.HaystackEvaluation;
import org.tornadormt.model.task.HaystackResult;

/** A demo on a text of the user's: what it prints and in which order. The text is read once, whatever its size. */
final class HaystackRun {
    private static final int SHOWN_TOKENS = 30;

    private final Terminal terminal;
    private final DemoSetting setting;
    private final Path file;
    private final int samples;
    /** The beginning of the text, for a look into the memory. */
    private final List<int[]> beginning = new ArrayList<>();
    private final int beginningSegments;

    /**
     * A run.
     *
     * @param file the text; {@code -} is the standard input
     * @param samples of each length
     * @param beginningSegments segments to keep
     */
    HaystackRun(Terminal terminal, DemoSetting setting, Path file, int samples, int beginningSegments) {
        this.terminal = terminal;
        this.setting = setting;
        this.file = file;
        this.samples = samples;
        this.beginningSegments = beginningSegments;
    }

    /**
     * Reads the text and prints each length as soon as it is known.
     *
     * @param lengths in segments, ascending
     */
    DemoTable measure(List<Integer> lengths) throws IOException {
        try (ByteInput input = ByteInput.open(file, terminal);
                HaystackEvaluation evaluation = new HaystackEvaluation(setting.model(), setting.device(),
                        setting.task(), lengths, samples, setting.seed());
                Progress progress = terminal.progress("reading", "segments", lengths.getLast())) {
            terminal.println("A Transformer with " + setting.model().numMemTokens() + " memory vectors reads "
                    + input.name() + " in segments of " + setting.model().segmentSize() + " tokens, " + samples
                    + " times side by side for each length,");
            terminal.println("each time told something else at another place, and is asked for it at the end.");
            terminal.println("Device: " + setting.device().info().describe() + ", seed " + setting.seed());
            DemoTable table = new DemoTable(terminal);
            long start = System.nanoTime();
            HaystackText text = new HaystackText(setting.tokenizer(), setting.model().segmentSize(),
                    evaluation::isDone, segment -> {
                        keep(segment);
                        evaluation.read(segment).ifPresent(result -> add(table, result, start));
                        progress.step();
                    });
            long tokens = text.read(input);
            evaluation.end().ifPresent(result -> add(table, result, start));
            conclude(input, tokens, text.unknownTokens(), table);
            return table;
        }
    }

    private void keep(int[] segment) {
        if (beginning.size() < beginningSegments) {
            beginning.add(segment);
        }
    }

    private void add(DemoTable table, HaystackResult result, long start) {
        long tokens = setting.tokens(result.segments());
        double seconds = (System.nanoTime() - start) / 1e9;
        table.add(new DemoRow(tokens, result.segments(), result.estimate(),
                setting.paper(result.segments()), tokens / seconds, OptionalDouble.empty(),
                HeapInUse.bytes()));
    }

    private void conclude(ByteInput input, long tokens, long unknownTokens, DemoTable table) {
        if (table.rows().isEmpty()) {
            throw new InputException(input.name() + " has " + tokens + " tokens, in which no fact can be hidden; give a"
                    + " text of at least " + 2 * setting.model().segmentSize() + ", better of thousands");
        }
        terminal.println(String.format(Locale.ROOT, "%s: %,d tokens were read, of %,d bytes at most; the text begins"
                + " \"%s\"", input.name(), tokens, input.bytesRead(),
                setting.words(beginning.getFirst(),
                        SHOWN_TOKENS).replaceAll("\\s+", " ")));
        if (unknownTokens > 0) {
            terminal.println(String.format(Locale.ROOT,
                    "%.0f %% of them are words that this model's vocabulary lacks: it"
                            + " sees one and the same token for each; a model with a vocabulary of bytes sees them all",
                    100.0 * unknownTokens / tokens));
        }
    }

    /** The first segments of the text. */
    List<int[]> beginning() {
        return List.copyOf(beginning);
    }
}
