package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.AccuracyEstimate;
import org.tornadormt.model.task.FactEvaluation;
import org.tornadormt.model.task.FactSample;
import org.tornadormt.model.task.FactTask;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.PaperResults;

/** One run of the demo: what it prints and in which order. */
final class DemoRun implements AutoCloseable {
    private static final FactTask TASK = FactTask.DETECT;
    private static final int LARGEST_BATCH = 50;
    /** A first guess; the first length corrects it. */
    private static final double SLOW_TOKENS_PER_SECOND = 3000;
    private static final int SHOWN_WORDS = 14;

    private final Terminal terminal;
    private final RmtModel model;
    private final Device device;
    private final long seed;
    private final TextTokenizer tokenizer;
    private final FactTasks tasks;

    DemoRun(Terminal terminal, RmtModel model, Device device, long seed) {
        this.terminal = terminal;
        this.model = model;
        this.device = device;
        this.seed = seed;
        tokenizer = TextTokenizer.open(model.tokenizerFile().orElseThrow());
        tasks = new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1), true);
    }

    /** Says what will be done and with what. */
    void introduce() {
        terminal.println("A Transformer with " + model.numMemTokens() + " memory vectors reads segments of "
                + model.segmentSize() + " tokens and looks for one fact:");
        FactSample sample = tasks.sample(TASK, 2, model.segmentSize(), seed);
        String filler = tokenizer.decode(sample.nextSegment());
        terminal.println("  … " + firstWords(filler) + " …");
        terminal.println("  fact:     " + sample.fact().text());
        terminal.println("  question: " + sample.fact().question() + "   answer: " + sample.fact().place());
        terminal.println("Device: " + device.info().describe() + ", seed " + seed);
        terminal.println("");
        printRow(DemoRow.HEADINGS);
    }

    /**
     * Measures all lengths and prints each as soon as it is known.
     *
     * @param samples samples of every length, or null to choose by time
     */
    List<DemoRow> measure(List<Integer> lengths, Integer samples, int fullSamples, double seconds) {
        SampleBudget budget = new SampleBudget(fullSamples, seconds, SLOW_TOKENS_PER_SECOND);
        List<DemoRow> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            int segments = Math.ceilDiv(lengths.get(i), model.segmentSize());
            long tokens = (long) segments * model.segmentSize();
            List<Long> longer = lengths.subList(i + 1, lengths.size()).stream().map(Integer::longValue).toList();
            // The first length warms the JVM up and gives the first speed, so it runs in full whatever it costs.
            int count = samples != null ? samples
                    : i == 0 ? fullSamples : budget.samples(tokens, longer);
            if (count == 0) {
                notes.add(String.format(Locale.ROOT,
                        "%,d tokens: left out, one sample alone would take about %.0f s here; ask with --samples 1",
                        tokens, budget.seconds(tokens, 1)));
                continue;
            }
            DemoRow row = measure(segments, tokens, count, budget);
            rows.add(row);
            printRow(row.cells());
            if (samples == null && count < fullSamples) {
                notes.add(String.format(Locale.ROOT, "%,d tokens: %d samples, not %d, to keep the wait short;"
                        + " ask for more with --samples", tokens, count, fullSamples));
            }
        }
        notes.forEach(terminal::println);
        return rows;
    }

    private DemoRow measure(int segments, long tokens, int count, SampleBudget budget) {
        int batch = Math.min(count, LARGEST_BATCH);
        AtomicLong done = new AtomicLong();
        int correct = 0;
        long start = System.nanoTime();
        try (FactEvaluation evaluation = new FactEvaluation(model, device, tasks, TASK, batch, seed);
                Progress progress = terminal.progress(AccuracyPlot.shortCount(tokens) + " tokens", "tokens",
                        tokens * count);
                PeakHeap peakHeap = PeakHeap.watch()) {
            for (int first = 0; first < count; first += batch) {
                int size = Math.min(batch, count - first);
                long batchStart = System.nanoTime();
                correct += evaluation.run(segments, first, size, read -> progress.stepTo(done.addAndGet(read)))
                        .correct();
                // The last batch counts: by then the JVM has compiled what it runs.
                budget.measured(tokens * size / secondsSince(batchStart), size);
            }
            return new DemoRow(tokens, segments, new AccuracyEstimate(correct, count),
                    PaperResults.accuracy(TASK, segments), tokens * count / secondsSince(start), peakHeap.bytes());
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Draws the plot and says how to read it. */
    void conclude(List<DemoRow> rows) {
        terminal.println("");
        terminal.println("Accuracy in % by length (● with its 95 % interval)");
        new AccuracyPlot(rows, tasks.chance()).print(terminal);
        terminal.println("");
        terminal.println("paper: arXiv 2304.11062, figure 1, BERT with 10 memory vectors and segments of 499 tokens,"
                + " same task and number of segments.");
    }

    private void printRow(Object[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].toString();
            line.append(" ".repeat(Math.max(0, DemoRow.WIDTHS[i] - cell.length()))).append(cell).append("  ");
        }
        terminal.println(line.toString().stripTrailing());
    }

    private static String firstWords(String text) {
        String[] words = text.split(" ");
        return String.join(" ", List.of(words).subList(0, Math.min(SHOWN_WORDS, words.length)));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
