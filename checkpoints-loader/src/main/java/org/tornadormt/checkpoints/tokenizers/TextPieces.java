package org.tornadormt.checkpoints.tokenizers;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Optional;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Reads a text in pieces that end at safe places, see {@link CutRule}. A stretch without a safe place is kept together,
 * so memory grows with the longest such stretch and not with the text; one that would take gigabytes is refused.
 */
final class TextPieces {
    /** Ids, names and places of its tokens take a hundred times as many bytes. */
    private static final int LONGEST_PIECE = 1 << 24;

    private final Reader text;
    private final CutPlaces places;
    private final int pieceChars;
    private char[] buffer;
    private int filled;

    /**
     * @param text       what to read; the caller closes it
     * @param places     where the text may be cut
     * @param pieceChars the wanted length of a piece, in chars
     */
    TextPieces(Reader text, CutPlaces places, int pieceChars) {
        this.text = text;
        this.places = places;
        this.pieceChars = pieceChars;
        this.buffer = new char[pieceChars];
    }

    /**
     * @return the next piece, or nothing at the end of the text
     * @throws IOException         if reading fails
     * @throws CheckpointException if a piece would become too long
     */
    Optional<String> next() throws IOException {
        while (fill()) {
            int cut = lastCut();
            if (cut > 0) {
                return Optional.of(take(cut));
            }
            if (buffer.length >= LONGEST_PIECE) {
                throw new CheckpointException("A stretch of more than %,d characters has no place where this tokenizer "
                        .formatted(LONGEST_PIECE) + "allows to cut it; put spaces or line breaks into the text");
            }
            buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, LONGEST_PIECE));
        }
        return filled == 0 ? Optional.empty() : Optional.of(take(filled));
    }

    /** Fills the buffer; false if the text ended before it was full. */
    private boolean fill() throws IOException {
        while (filled < buffer.length) {
            int count = text.read(buffer, filled, buffer.length - filled);
            if (count < 0) {
                return false;
            }
            filled += count;
        }
        return true;
    }

    /** The last safe place in the buffer; 0 if there is none. */
    private int lastCut() {
        for (int i = filled - 1; places != CutPlaces.NONE && i > 0; i--) {
            if (places.allows(buffer[i - 1], buffer[i])) {
                return i;
            }
        }
        return 0;
    }

    private String take(int length) {
        String piece = new String(buffer, 0, length);
        char[] rest = new char[Math.max(pieceChars, filled - length)];
        System.arraycopy(buffer, length, rest, 0, filled - length);
        buffer = rest;
        filled -= length;
        return piece;
    }
}
