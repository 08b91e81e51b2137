package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.tornadormt.model.training.StepReport;
import org.tornadormt.model.training.TaskScore;
import org.tornadormt.model.training.TrainingListener;

/** Shows how a run goes: a live line, a line for each measurement and event, and all of it in the file of metrics. */
final class TrainLog implements TrainingListener, AutoCloseable {
    /** Share of the newest step in the averages that are shown. */
    private static final double NEWEST = 0.05;
    private static final double NANOS = 1e9;

    private final Terminal terminal;
    private final RunMetrics metrics;
    private final Progress progress;
    private final long start = System.nanoTime();
    private long tokens;
    private boolean begun;
    private double loss;
    private double accuracy;

    /**
     * A log.
     *
     * @param steps of the whole run
     * @param done steps that were taken before
     */
    TrainLog(Terminal terminal, RunMetrics metrics, int steps, int done) {
        this.terminal = terminal;
        this.metrics = metrics;
        progress = terminal.steps("training", "steps", steps);
        progress.stepTo(done);
    }

    @Override
    public void stepped(StepReport report) {
        double share = begun ? NEWEST : 1;
        begun = true;
        loss = (1 - share) * loss + share * report.loss();
        accuracy = (1 - share) * accuracy + share * report.accuracy();
        tokens += report.batchTokens();
        progress.stepTo(report.step());
        progress.say(String.format(Locale.ROOT, "loss %.3f, accuracy %.1f %%, %,.0f tokens/s", loss, 100 * accuracy,
                tokensPerSecond()));
        metrics.add(line("step", report.step()).put("stage", report.stage() + 1).put("segments", report.segments())
                .put("segmentSize", report.segmentSize()).put("difficulty", report.difficulty())
                .put("loss", report.loss()).put("accuracy", report.accuracy())
                .put("gradientNorm", report.norm()).put("learningRate", report.learningRate())
                .put("tokens", report.tokens()).put("oldest", report.oldest())
                .put("tokensPerSecond", Math.round(tokensPerSecond())));
    }

    private double tokensPerSecond() {
        return tokens / ((System.nanoTime() - start) / NANOS);
    }

    @Override
    public void measured(int step, int stage, List<TaskScore> scores, boolean best) {
        String shown = scores.stream().map(TrainLog::shown).collect(Collectors.joining(", "));
        say(String.format(Locale.ROOT, "step %d: %s at %d segments; loss %.4f, %,.0f tokens/s%s", step, shown,
                scores.getFirst().segments(), loss, tokensPerSecond(), best ? "; best so far" : ""));
        for (TaskScore score : scores) {
            ObjectNode line = line("evaluation", step).put("stage", stage + 1).put("task", score.task())
                    .put("segments", score.segments()).put("loss", score.loss()).put("accuracy", score.accuracy())
                    .put("labels", score.labels()).put("best", best);
            if (score.isJudgedByLoss()) {
                line.put("perplexity", score.perplexity());
                ArrayNode bySegment = line.putArray("segmentPerplexities");
                perplexities(score).forEach(bySegment::add);
            }
            metrics.add(line);
        }
    }

    private static String shown(TaskScore score) {
        if (!score.isJudgedByLoss()) {
            return String.format(Locale.ROOT, "%s %.1f %%", score.task(), 100 * score.accuracy());
        }
        String bySegment = perplexities(score).mapToObj(value -> String.format(Locale.ROOT, "%.2f", value))
                .collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, "perplexity %.2f (by segment %s)", score.perplexity(), bySegment);
    }

    private static DoubleStream perplexities(TaskScore score) {
        return score.segmentLosses().stream().mapToDouble(Math::exp);
    }

    @Override
    public void happened(int step, String what) {
        say("step " + step + ": " + what);
        metrics.add(line("event", step).put("text", what));
    }

    private void say(String text) {
        progress.clear(terminal);
        terminal.println(text);
    }

    private static ObjectNode line(String kind, int step) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind).put("step", step);
    }

    @Override
    public void close() {
        progress.close();
    }
}
