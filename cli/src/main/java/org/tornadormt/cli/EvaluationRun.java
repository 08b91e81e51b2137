package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.task.Answers;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskEvaluation;

/**
 * Models, one after the other, on tasks with texts of several lengths; each result is printed as soon as it is known.
 *
 * @param terminal where it is printed
 * @param device where models run
 * @param lengths of the texts, in segments
 * @param samples texts of each length
 * @param batch texts side by side, or 0 for as many as suit the segments
 * @param seed of the texts
 */
record EvaluationRun(Terminal terminal, Device device, List<Integer> lengths, int samples, int batch, long seed) {
    /** Tokens of a step of the usual batch; more make a step no faster for each of them. */
    private static final int USUAL_TOKENS = 2048;
    private static final int USUAL_BATCH = 50;
    private static final Object[] HEADINGS = {"task", "segments", "tokens", "samples", "accuracy", "95 % interval", ""};
    private static final int[] WIDTHS = {9, 8, 9, 7, 8, 15, 0};

    /**
     * Measures everything, or until it is asked to stop: what was read to its end by then counts.
     *
     * @param each is given each result
     */
    List<EvaluationRow> measure(List<EvaluatedModel> models, BooleanSupplier stop, Consumer<List<EvaluationRow>> each) {
        List<EvaluationRow> rows = new ArrayList<>();
        RunningTable table = new RunningTable(terminal, WIDTHS);
        for (EvaluatedModel model : models) {
            terminal.println(model.name() + model.trained().map(length -> ", trained on up to " + length.segments()
                    + " segments" + (length.carried() ? " and carried state" : "")).orElse(""));
            table.row(HEADINGS);
            for (Task task : model.tasks()) {
                measure(model, task, stop, row -> {
                    table.row(row.cells());
                    rows.add(row);
                    each.accept(List.copyOf(rows));
                });
            }
        }
        return rows;
    }

    private void measure(EvaluatedModel model, Task task, BooleanSupplier stop, Consumer<EvaluationRow> each) {
        int segmentSize = model.model().segmentSize();
        int sideBySide = Math.min(samples, batch > 0 ? batch : Math.clamp(USUAL_TOKENS / segmentSize, 1, USUAL_BATCH));
        try (TaskEvaluation evaluation = new TaskEvaluation(model.model(), device, task, sideBySide, seed)) {
            for (int segments : lengths) {
                if (stop.getAsBoolean()) {
                    return;
                }
                long start = System.nanoTime();
                Answers answers = read(evaluation, task, segments, segmentSize, stop);
                if (answers.texts() > 0) {
                    each.accept(new EvaluationRow(model, task.name(), segments, answers,
                            (System.nanoTime() - start) / 1e9));
                }
            }
        }
    }

    private Answers read(TaskEvaluation evaluation, Task task, int segments, int segmentSize, BooleanSupplier stop) {
        AtomicLong done = new AtomicLong();
        try (Progress progress = terminal.progress(task.name() + ", " + segments + " segments", "tokens",
                (long) samples * segments * segmentSize)) {
            return evaluation.run(segments, 0, samples, read -> progress.stepTo(done.addAndGet(read)), stop);
        }
    }
}
