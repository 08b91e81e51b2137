package org.tornadormt.model.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TransformerConfig.Head;

/**
 * All that a reader of a text sees.
 *
 * @param state where the session stands at the end
 * @param logits one row for each token, or for each segment of a classifier, of the segments that have run
 */
record Reading(MemoryState state, List<float[]> logits) {

    /** Reads the whole text at once. */
    static Reading inOneGo(RmtModel model, Device device, int[] text) {
        List<float[]> logits = new ArrayList<>();
        try (Session session = Session.reading(model, device, into(logits, model))) {
            session.feed(text);
            return new Reading(session.state(), logits);
        }
    }

    /** A listener that keeps copies of all logits. */
    static Session.SegmentListener into(List<float[]> logits, RmtModel model) {
        boolean classifier = model.config().head() == Head.CLASSIFIER;
        return (segment, tokens, rows) -> {
            for (int i = 0; i < (classifier ? 1 : tokens.length); i++) {
                logits.add(rows.row(i));
            }
        };
    }

    /** The text in pieces, some of them empty. */
    static List<int[]> pieces(int[] text, Random random) {
        List<int[]> pieces = new ArrayList<>();
        for (int from = 0; from < text.length;) {
            int to = Math.min(text.length, from + random.nextInt(7));
            pieces.add(Arrays.copyOfRange(text, from, to));
            from = to;
        }
        return pieces;
    }

    /** Whether two readers saw the same, to the last bit. */
    boolean same(Reading other) {
        return state.equals(other.state)
                && Arrays.deepEquals(logits.toArray(), other.logits.toArray());
    }
}
