package org.tornadormt.cli;

import java.io.IOException;

/** Token ids of a text, read as they are needed: a source never holds the whole text. */
interface TokenSource extends AutoCloseable {

    /** What it reads, for messages. */
    String name();

    /**
     * Reads to the end.
     *
     * @throws IOException if reading fails
     * @throws InputException if the input is no text or holds no ids of this model's vocabulary
     */
    void forEachPiece(PieceListener listener) throws IOException;

    @Override
    void close() throws IOException;

    /** Gets the pieces of a text in order. */
    @FunctionalInterface
    interface PieceListener {
        /**
         * The next piece.
         *
         * @param ids its token ids, at least one
         * @param expectedTokens tokens that the whole text seems to have by now, exact with the last piece of a file;
         *            -1 if nobody knows
         */
        void piece(int[] ids, long expectedTokens);
    }
}
