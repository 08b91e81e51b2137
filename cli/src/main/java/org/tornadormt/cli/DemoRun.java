package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.tornadormt.model.task.Answers;
import org.tornadormt.model.task.Needle;
import org.tornadormt.model.task.TaskEvaluation;

/** A demo on texts of the task's own filler: what it prints and in which order. */
final class DemoRun {
    private static final int LARGEST_BATCH = 50;
    private static final int SHOWN_TOKENS = 14;
    private static final int SHOWN_SEGMENTS = 2;

    private final Terminal terminal;
    private final DemoSetting setting;

    DemoRun(Terminal terminal, DemoSetting setting) {
        this.terminal = terminal;
        this.setting = setting;
    }

    /** Says what will be done and with what. */
    void introduce() {
        terminal.println("A Transformer with " + setting.model().numMemTokens() + " memory vectors reads segments of "
                + setting.model().segmentSize() + " tokens and looks for what is told once:");
        int segmentSize = setting.model().segmentSize();
        Needle needle = setting.task().needle(SHOWN_SEGMENTS, segmentSize, setting.seed());
        int[] beginning = setting.task().read(SHOWN_SEGMENTS, segmentSize, setting.seed()).next().tokens();
        terminal.println("  … " + setting.words(beginning, SHOWN_TOKENS) + " …");
        terminal.println("  told:     " + needle.told());
        terminal.println("  question: " + needle.question() + "   answer: " + needle.answer());
        terminal.println("Device: " + setting.device().info().describe() + ", seed " + setting.seed());
    }

    /**
     * Measures all lengths and prints each as soon as it is known.
     *
     * @param lengths in segments
     * @param plan decides how many samples
     */
    DemoTable measure(List<Integer> lengths, SamplePlan plan) {
        List<String> notes = new ArrayList<>();
        DemoTable table = new DemoTable(terminal);
        try (ReadingClock clock = new ReadingClock(setting.model(), setting.device(), setting.task(),
                setting.seed())) {
            warmUp(lengths.getFirst());
            for (int i = 0; i < lengths.size(); i++) {
                long tokens = setting.tokens(lengths.get(i));
                int count = plan.samples(tokens, lengths.subList(i + 1, lengths.size()).stream()
                        .map(setting::tokens).toList());
                if (count == 0) {
                    notes.add(String.format(Locale.ROOT, "%,d tokens: left out, one sample alone would take too long"
                            + " here; ask with --samples 1", tokens));
                    continue;
                }
                table.add(measure(lengths.get(i), count, plan, clock));
                plan.note(tokens, count).ifPresent(notes::add);
            }
        }
        notes.forEach(terminal::println);
        return table;
    }

    /** Loads and compiles what a measurement runs, so that the first row's heap and time can be held against the others'. */
    private void warmUp(int segments) {
        try (TaskEvaluation evaluation = new TaskEvaluation(setting.model(), setting.device(), setting.task(),
                LARGEST_BATCH, setting.seed());
                Progress progress = terminal.progress("warming up", "tokens",
                        setting.tokens(segments) * LARGEST_BATCH)) {
            AtomicLong done = new AtomicLong();
            evaluation.run(segments, 0, LARGEST_BATCH, read -> progress.stepTo(done.addAndGet(read)), () -> false);
            HeapInUse.bytes();
        }
    }

    private DemoRow measure(int segments, int count, SamplePlan plan, ReadingClock clock) {
        long tokens = setting.tokens(segments);
        int batch = Math.min(count, LARGEST_BATCH);
        AtomicLong done = new AtomicLong();
        Answers answers = Answers.NONE;
        long start = System.nanoTime();
        try (TaskEvaluation evaluation = new TaskEvaluation(setting.model(), setting.device(),
                setting.task(), batch, setting.seed());
                Progress progress = terminal.progress(AccuracyPlot.shortCount(tokens) + " tokens", "tokens",
                        tokens * count)) {
            for (int first = 0; first < count; first += batch) {
                int size = Math.min(batch, count - first);
                long batchStart = System.nanoTime();
                answers = answers.plus(evaluation.run(segments, first, size,
                        read -> progress.stepTo(done.addAndGet(read)), () -> false));
                // The last batch counts: by then the JVM has compiled what it runs.
                plan.measured(tokens * size / secondsSince(batchStart), size);
            }
            double tokensPerSecond = tokens * count / secondsSince(start);
            return new DemoRow(tokens, segments, answers.estimate(),
                    setting.paper(segments), tokensPerSecond, OptionalDouble.of(clock.seconds(segments)),
                    HeapInUse.bytes());
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
