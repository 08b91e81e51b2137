package org.tornadormt.model.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.SegmentRunner;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.segment.Segmentation;

/**
 * Generates text after a prompt of any length. Inside a segment each new token is one pass over one row, with the keys
 * and values of the earlier rows cached. When the segment is full, its memory is committed and the text goes on in the
 * next segment, so that length has no limit.
 */
public final class Generator implements AutoCloseable {
    private final Session session;
    private final GenerationOptions options;
    private final Sampler sampler;

    private Generator(Session session, GenerationOptions options) {
        this.session = session;
        this.options = options;
        sampler = new Sampler(options.sampling());
    }

    /**
     * Reads a prompt and makes ready to go on after it.
     *
     * @param state a text read before, which the prompt follows
     * @param prompt token ids; may be empty after a state that has pending tokens
     * @throws ModelException if the model is no decoder, there is nothing to go on from, or (without commit) the new
     *             tokens do not fit the model's positions
     */
    public static Generator after(RmtModel model, Device device, Optional<MemoryState> state, int[] prompt,
            GenerationOptions options) {
        if (model.config().attentionMask() != AttentionMask.CAUSAL) {
            throw new ModelException(model.folder() + " is an encoder; only decoders generate");
        }
        long tokens = state.map(before -> before.pendingTokens().length).orElse(0) + (long) prompt.length
                + options.maxNewTokens();
        int longest = (int) Math.min(model.segmentSize(), tokens);
        int slots = options.commit()
                ? model.layout().rows(longest)
                : (int) Math.min(model.config().maxPositions(), model.numMemTokens() + tokens);
        Session session = Session.generating(model, device, longest, slots);
        try {
            state.ifPresent(session::restore);
            read(session, prompt, state.isPresent());
            Generator generator = new Generator(session, options);
            generator.requireRoom();
            return generator;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** A prompt alone is cut as the model says; after a state it goes on where the text stood. */
    private static void read(Session session, int[] prompt, boolean afterState) {
        RmtModel model = session.model();
        if (afterState) {
            session.feed(prompt);
        } else {
            for (int[] segment : Segmentation.split(prompt, model.segmentSize(), model.memoryConfig().alignment())) {
                session.endSegment();
                session.feed(segment);
            }
        }
        if (session.pendingTokens().length == 0) {
            throw new ModelException("there is no token to go on from: give a prompt that is not empty");
        }
    }

    private void requireRoom() {
        int used = session.model().numMemTokens() + session.pendingTokens().length;
        int positions = session.model().config().maxPositions();
        if (!options.commit() && used + options.maxNewTokens() > positions) {
            throw new ModelException("the last segment has " + used + " rows and " + options.maxNewTokens()
                    + " new tokens need more than the model's " + positions + " positions; ask for at most "
                    + (positions - used) + " or leave --no-commit out");
        }
    }

    /**
     * Generates tokens.
     *
     * @param listener gets each token as soon as it is chosen
     * @return the new tokens; an end token is the last of them
     */
    public int[] generate(IntConsumer listener) {
        SegmentRunner runner = session.runner();
        int[] segment = session.pendingTokens();
        int length = segment.length;
        runner.runWithoutWrite(segment);
        LogitRows logits = runner.logits(new int[]{length - 1});
        List<Integer> generated = new ArrayList<>();
        while (true) {
            int token = sampler.choose(logits.row(0));
            generated.add(token);
            listener.accept(token);
            boolean ended = options.endToken().isPresent() && options.endToken().getAsInt() == token;
            if (ended || generated.size() == options.maxNewTokens()) {
                return generated.stream().mapToInt(Integer::intValue).toArray();
            }
            if (options.commit()) {
                boolean full = length == session.model().segmentSize();
                session.feed(token);
                if (full) {
                    length = 0;
                    runner.stepMemory();
                }
            }
            logits = runner.step(token, length++);
        }
    }

    /**
     * Where the text stands, the last generated token not included: it has been chosen, not yet read.
     *
     * @throws IllegalStateException without commit, when generated tokens are not part of the text
     */
    public MemoryState state() {
        if (!options.commit()) {
            throw new IllegalStateException("tokens generated without commit are not part of the text");
        }
        return session.state();
    }

    @Override
    public void close() {
        session.close();
    }
}
