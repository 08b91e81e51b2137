package org.tornadormt.model.session;

import java.util.Arrays;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/**
 * Reads one text of any length in constant memory. Tokens come in any pieces; whenever a segment is full and the text
 * goes on, the segment runs and the memory is rewritten. How the text was cut into pieces makes no difference to any
 * number.
 *
 * <p>The last segment stays pending until more tokens follow or {@link #endSegment} is called, because generation
 * goes on inside it. Not for use by several threads at once.
 */
public final class Session implements AutoCloseable {
    private final RmtModel model;
    private final ModelFingerprint fingerprint;
    private final SegmentRunner runner;
    private final SegmentListener listener;
    private final int[] pending;
    private int pendingCount;
    private long tokens;
    private int memorySpan = Integer.MAX_VALUE;

    private Session(RmtModel model, SegmentRunner runner, SegmentListener listener) {
        this.model = model;
        this.runner = runner;
        this.listener = listener;
        fingerprint = ModelFingerprint.of(model);
        pending = new int[model.segmentSize()];
    }

    /** A session that only reads. */
    public static Session reading(RmtModel model, Device device) {
        return reading(model, device, SegmentListener.NONE);
    }

    /** A session that only reads and tells a listener after each segment. */
    public static Session reading(RmtModel model, Device device, SegmentListener listener) {
        return reading(model, device, listener, model.segmentSize());
    }

    /**
     * A session that only reads a text whose segments are known to be short, so that a short text costs little with a
     * model whose segments are long.
     *
     * @param longestSegment tokens of the longest segment that will be run
     */
    public static Session reading(RmtModel model, Device device, SegmentListener listener, int longestSegment) {
        int logits = listener == SegmentListener.NONE ? 0 : longestSegment;
        return new Session(model,
                new SegmentRunner(model, device, new RunnerOptions(1, longestSegment, logits, 0)), listener);
    }

    /**
     * A session that can also generate.
     *
     * @param longestSegment tokens of the longest segment that will be run
     * @param slots rows that the key-value cache keeps: those of the longest segment that will be generated into
     */
    static Session generating(RmtModel model, Device device, int longestSegment, int slots) {
        return new Session(model,
                new SegmentRunner(model, device, new RunnerOptions(1, longestSegment, 1, slots)),
                SegmentListener.NONE);
    }

    /**
     * Forgets after every so many segments: the next begins with the initial memory. So it can be measured what a memory
     * of that many segments is worth.
     *
     * @param segments 1 or more
     */
    public Session forgettingEvery(int segments) {
        if (segments < 1) {
            throw new IllegalArgumentException("a memory of " + segments + " segments; ask for 1 or more");
        }
        memorySpan = segments;
        return this;
    }

    /** The model. */
    public RmtModel model() {
        return model;
    }

    /**
     * Reads the next tokens.
     *
     * @throws ModelException if an id is not in the vocabulary; the session is then as before the call
     */
    public void feed(int... ids) {
        model.requireInVocabulary(ids);
        for (int id : model.layout().withoutOwnTokens(ids)) {
            if (pendingCount == model.segmentSize()) {
                endSegment();
            }
            pending[pendingCount++] = id;
            tokens++;
        }
    }

    /** Runs the pending tokens as a segment, even if they do not fill one. Without pending tokens nothing happens. */
    public void endSegment() {
        if (pendingCount == 0) {
            return;
        }
        int[] segment = pendingTokens();
        int number = runner.segmentsRun(0);
        runner.run(segment);
        pendingCount = 0;
        if (listener != SegmentListener.NONE) {
            int[] all = new int[segment.length];
            Arrays.setAll(all, i -> i);
            listener.segmentRead(number, segment, runner.logits(all));
        }
        if (runner.segmentsRun(0) % memorySpan == 0) {
            runner.restore(0, model.initialMemory().vectors(), runner.segmentsRun(0));
        }
    }

    /** Where the session stands. */
    public MemoryState state() {
        return new MemoryState(fingerprint, model.segmentSize(), runner.memory(0), pendingTokens(),
                runner.segmentsRun(0), tokens);
    }

    /**
     * The memory as if the text ended here, {@code [numMemTokens, embeddingSize]}. The session goes on unchanged.
     */
    public float[] finalMemory() {
        float[] before = runner.memory(0);
        if (pendingCount == 0) {
            return before;
        }
        int segments = runner.segmentsRun(0);
        try {
            runner.run(pendingTokens());
            return runner.memory(0);
        } finally {
            runner.restore(0, before, segments);
        }
    }

    /**
     * Goes on from a state, of this session or another one, in this process or an earlier one. Forking a text is
     * restoring one state into several sessions.
     *
     * @throws ModelException if the state belongs to another model or segment size
     */
    public void restore(MemoryState state) {
        if (!state.model().equals(fingerprint)) {
            throw new ModelException("this memory was made by another model or with other memory options than those of "
                    + model.folder());
        }
        if (state.segmentSize() != model.segmentSize()) {
            throw new ModelException("this memory was made with segments of " + state.segmentSize()
                    + " tokens, not of " + model.segmentSize() + "; give --segment-size " + state.segmentSize());
        }
        int[] ids = state.pendingTokens();
        if (ids.length > pending.length || state.memory().length != model.initialMemory().vectors().length) {
            throw new ModelException(
                    "this memory does not fit its own description: the file was changed; make it again");
        }
        model.requireInVocabulary(ids);
        runner.restore(0, state.memory(), state.segments());
        System.arraycopy(ids, 0, pending, 0, ids.length);
        pendingCount = ids.length;
        tokens = state.tokens();
    }

    /** Tokens read so far. */
    public long tokens() {
        return tokens;
    }

    /** Segments run so far. */
    public int segments() {
        return runner.segmentsRun(0);
    }

    /** A copy of the tokens of the segment that has not run yet. */
    public int[] pendingTokens() {
        return Arrays.copyOf(pending, pendingCount);
    }

    /** The passes, for {@link Generator}. */
    SegmentRunner runner() {
        return runner;
    }

    @Override
    public void close() {
        runner.close();
    }

    /** Is told about each segment that was read. */
    @FunctionalInterface
    public interface SegmentListener {
        /** Listens to nothing, so that no logits are computed. */
        SegmentListener NONE = (segment, tokens, logits) -> {};

        /**
         * A segment has run.
         *
         * @param segment its number, from 0
         * @param tokens its token ids
         * @param logits row {@code i} belongs to token {@code i}; valid during the call
         */
        void segmentRead(int segment, int[] tokens, LogitRows logits);
    }
}
