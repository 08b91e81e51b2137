package org.tornadormt.checkpoints.tokenizers;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Optional;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Reads a text in pieces that end at safe places, see {@link CutRule}. A stretch without a safe place is kept together,
 * however long, so memory grows with the longest such stretch and not with the text.
 */
final class TextPieces {
    private static final int LONGEST_PIECE = 1 << 30;

    private final Reader text;
    private final boolean cuts;
    private final int pieceChars;
    private char[] buffer;
    private int filled;

    /**
     * @param text       what to read; the caller closes it
     * @param cuts       whether the text may be cut at all
     * @param pieceChars the wanted length of a piece, in chars
     */
    TextPieces(Reader text, boolean cuts, int pieceChars) {
        this.text = text;
        this.cuts = cuts;
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
                        .formatted(LONGEST_PIECE) + "allows to cut it; divide the text");
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
        for (int i = filled - 1; cuts && i > 0; i--) {
            if (buffer[i] == ' ' && isFirm(buffer[i - 1])) {
                return i;
            }
        }
        return 0;
    }

    private static boolean isFirm(char before) {
        return before > ' ' && before < 0x7F || Character.isLetterOrDigit(before);
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
