package org.tornadormt.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.segment.Segmentation;
import org.tornadormt.model.session.Session;

/** Reads texts into a session and shows how far it is. */
final class SessionReader {
    private final Session session;
    private final Progress progress;
    private final long tokensBefore;

    SessionReader(Session session, Progress progress) {
        this.session = session;
        this.progress = progress;
        tokensBefore = session.tokens();
    }

    /**
     * Reads a text as it comes, in constant memory; the last segment stays pending.
     *
     * @return tokens of the text
     * @throws InputException if it has none
     */
    long readStream(TokenSource source) throws IOException {
        source.forEachPiece((ids, expectedTokens) -> {
            progress.expect(expectedTokens);
            feed(ids);
        });
        if (tokensRead() == 0) {
            throw new InputException(source.name() + " has no tokens; give a text that is not empty");
        }
        return tokensRead();
    }

    /** Goes on with tokens that are all there. */
    void feed(int[] ids) {
        int segmentSize = session.model().segmentSize();
        for (int from = 0; from < ids.length; from += segmentSize) {
            session.feed(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + segmentSize)));
            progress.stepTo(tokensRead());
        }
    }

    /** Reads a text that is all there and was cut before; the last segment stays pending. */
    void readSegments(List<int[]> segments) {
        for (int[] segment : segments) {
            session.endSegment();
            session.feed(segment);
            progress.stepTo(tokensRead());
        }
    }

    /** Segments of a text, cut as the model says, without the tokens that an encoder's segments have anyway. */
    static List<int[]> segments(RmtModel model, int[] ids) {
        return Segmentation.split(model.layout().withoutOwnTokens(ids), model.segmentSize(),
                model.memoryConfig().alignment());
    }

    /** All ids of a text. */
    static int[] readAll(TokenSource source) throws IOException {
        IntStream.Builder all = IntStream.builder();
        source.forEachPiece((ids, expectedTokens) -> Arrays.stream(ids).forEach(all::add));
        int[] ids = all.build().toArray();
        if (ids.length == 0) {
            throw new InputException(source.name() + " has no tokens; give a text that is not empty");
        }
        return ids;
    }

    private long tokensRead() {
        return session.tokens() - tokensBefore;
    }
}
