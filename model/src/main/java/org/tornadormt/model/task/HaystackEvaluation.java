package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;

/**
 * Hides facts in a text that comes from elsewhere, a segment at a time, and asks for them at several lengths of it. Each
 * length has samples of its own: the same text, with a fact at a random place before the question. The text is read
 * once, and nothing of it is kept.
 */
public final class HaystackEvaluation implements AutoCloseable {
    private final List<HaystackSamples> open = new ArrayList<>();
    private final int segmentSize;
    private int[] last;
    private int segmentsRead;

    /**
     * Prepares the samples.
     *
     * @param lengths in segments, ascending
     * @param samples of each length
     * @param seed of facts and places
     */
    public HaystackEvaluation(RmtModel model, Device device, NeedleTask task, List<Integer> lengths, int samples,
            long seed) {
        segmentSize = model.segmentSize();
        for (int length : lengths) {
            List<Needle> needles = new ArrayList<>();
            for (int i = 0; i < samples; i++) {
                needles.add(task.needle(length, segmentSize, SampleSeed.of(seed, ((long) length << 32) + i)));
            }
            open.add(new HaystackSamples(model, device, needles, length));
        }
    }

    /** Whether all lengths have been asked at, so that no more of the text is needed. */
    public boolean isDone() {
        return open.isEmpty();
    }

    /**
     * Reads on.
     *
     * @param tokens the next segment, {@code [segmentSize]}; copied
     * @return the result of the length that the text had before, if it is one of those asked for
     * @throws IllegalArgumentException if it is not a whole segment
     */
    public Optional<HaystackResult> read(int[] tokens) {
        if (tokens.length != segmentSize) {
            throw new IllegalArgumentException(tokens.length + " tokens are not a segment of " + segmentSize);
        }
        Optional<HaystackResult> result = last == null ? Optional.empty() : step();
        last = tokens.clone();
        return result;
    }

    private Optional<HaystackResult> step() {
        segmentsRead++;
        Optional<HaystackResult> result = Optional.empty();
        for (HaystackSamples samples : List.copyOf(open)) {
            if (samples.segments() == segmentsRead) {
                result = Optional.of(new HaystackResult(segmentsRead, samples.ask(last)));
                close(samples);
            } else {
                samples.read(last);
            }
        }
        return result;
    }

    /**
     * Ends the text with the segment that was read last. If it is shorter than a length that was asked for, the samples
     * of all such lengths are asked whose fact stands in it: their places are spread evenly over what there is.
     *
     * @return the result at the end, unless there is no such sample
     */
    public Optional<HaystackResult> end() {
        if (last == null) {
            return Optional.empty();
        }
        segmentsRead++;
        int asked = 0;
        int correct = 0;
        for (HaystackSamples samples : List.copyOf(open)) {
            Optional<AccuracyEstimate> part = samples.askThoseTold(last);
            asked += part.map(AccuracyEstimate::samples).orElse(0);
            correct += part.map(AccuracyEstimate::correct).orElse(0);
            close(samples);
        }
        return asked == 0 ? Optional.empty()
                : Optional.of(new HaystackResult(segmentsRead, new AccuracyEstimate(correct, asked)));
    }

    private void close(HaystackSamples samples) {
        samples.close();
        open.remove(samples);
    }

    @Override
    public void close() {
        open.forEach(HaystackSamples::close);
        open.clear();
    }
}
