package org.tornadormt.model.task;

import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/** The samples of one length of a text, side by side: the same text, each with another fact or another place. */
final class HaystackSamples implements AutoCloseable {
    private final SegmentRunner runner;
    private final List<Needle> needles;
    private final int segments;
    private int read;

    HaystackSamples(RmtModel model, Device device, List<Needle> needles, int segments) {
        this.runner = new SegmentRunner(model, device, new RunnerOptions(needles.size(), model.segmentSize(), 1, 0));
        this.needles = needles;
        this.segments = segments;
    }

    /** How many segments the text shall have before it is asked. */
    int segments() {
        return segments;
    }

    /** The next segment. */
    void read(int[] tokens) {
        runner.run(withFacts(tokens));
        read++;
    }

    /** The last segment, whose end becomes the question. */
    AccuracyEstimate ask(int[] tokens) {
        return askThoseTold(tokens).orElseThrow();
    }

    /** The last segment for the samples whose fact stands before the question; empty if there is none. */
    Optional<AccuracyEstimate> askThoseTold(int[] tokens) {
        int[][] rows = withFacts(tokens);
        int[][] lastToken = new int[rows.length][];
        for (int b = 0; b < rows.length; b++) {
            needles.get(b).writeQuestionAtEnd(rows[b]);
            lastToken[b] = new int[]{tokens.length - 1};
        }
        runner.runWithoutWrite(rows);
        LogitRows logits = runner.logits(lastToken);
        int asked = 0;
        int correct = 0;
        for (int b = 0; b < rows.length; b++) {
            if (needles.get(b).isBeforeQuestion(read, tokens.length)) {
                asked++;
                correct += logits.argMax(b) == needles.get(b).answerToken() ? 1 : 0;
            }
        }
        return asked == 0 ? Optional.empty() : Optional.of(new AccuracyEstimate(correct, asked));
    }

    private int[][] withFacts(int[] tokens) {
        int[][] rows = new int[needles.size()][];
        for (int b = 0; b < rows.length; b++) {
            rows[b] = tokens.clone();
            needles.get(b).writeTo(rows[b], read);
        }
        return rows;
    }

    @Override
    public void close() {
        runner.close();
    }
}
