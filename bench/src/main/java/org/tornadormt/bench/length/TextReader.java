package org.tornadormt.bench.length;

import java.util.SplittableRandom;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/**
 * Reads random texts with a model, segment by segment, and asks for the logits of the last token. A model whose segment
 * is as long as the text attends to all of it.
 */
final class TextReader implements AutoCloseable {
    private final RmtModel model;
    private final SegmentRunner runner;
    private final int[] segment;
    private final long seed;

    /**
     * Prepares a device.
     *
     * @param seed of the texts
     */
    TextReader(RmtModel model, Device device, long seed) {
        this.model = model;
        this.seed = seed;
        runner = new SegmentRunner(model, device, new RunnerOptions(1, model.segmentSize(), 1, 0));
        segment = new int[model.segmentSize()];
    }

    /**
     * Reads a text from the beginning.
     *
     * @param tokens its length; a multiple of the segment size
     * @return seconds that it took
     */
    double read(int tokens) {
        if (tokens % segment.length != 0) {
            throw new IllegalArgumentException(tokens + " tokens are no multiple of segments of " + segment.length);
        }
        SplittableRandom random = new SplittableRandom(seed);
        runner.reset(0);
        long start = System.nanoTime();
        for (int read = 0; read < tokens; read += segment.length) {
            for (int i = 0; i < segment.length; i++) {
                segment[i] = random.nextInt(model.config().vocabularySize());
            }
            runner.run(segment);
        }
        runner.logits(new int[]{segment.length - 1});
        return (System.nanoTime() - start) / 1e9;
    }

    /** Bytes of weights, activations, keys and values together; they are not on the Java heap. */
    long arrayBytes() {
        return runner.bytes();
    }

    @Override
    public void close() {
        runner.close();
    }
}
