package org.tornadormt.cli;

import java.io.IOException;
import java.util.stream.IntStream;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

/** Tokens of a text in UTF-8. */
final class TextSource implements TokenSource {
    private final ByteInput input;
    private final TextTokenizer tokenizer;
    private final int vocabularySize;

    /**
     * Tokens of {@code input}; both it and the tokenizer are closed with this.
     *
     * @param vocabularySize ids that the model knows
     */
    TextSource(ByteInput input, TextTokenizer tokenizer, int vocabularySize) {
        this.input = input;
        this.tokenizer = tokenizer;
        this.vocabularySize = vocabularySize;
    }

    @Override
    public String name() {
        return input.name();
    }

    @Override
    public void forEachPiece(PieceListener listener) throws IOException {
        try (Utf8Reader text = new Utf8Reader(input)) {
            Collector collector = new Collector(text, listener);
            tokenizer.encode(text, collector::add);
            collector.endPiece();
        }
    }

    @Override
    public void close() throws IOException {
        tokenizer.close();
        input.close();
    }

    /** Puts the ids that the tokenizer makes of one piece of text together. */
    private final class Collector {
        private final Utf8Reader text;
        private final PieceListener listener;
        private IntStream.Builder piece = IntStream.builder();
        private long bytesRead;
        private long tokens;
        private long tokensBeforePiece;

        Collector(Utf8Reader text, PieceListener listener) {
            this.text = text;
            this.listener = listener;
        }

        void add(int id) {
            if (id >= vocabularySize) {
                throw new InputException("tokenizer.json makes token id " + id + " of " + name()
                        + ", but the vocabulary"
                        + " of the model ends with " + (vocabularySize - 1) + "; is it the tokenizer of this model?");
            }
            // The tokenizer reads on only when it has handed out all ids of what it read before.
            if (text.bytesRead() != bytesRead) {
                endPiece();
                bytesRead = text.bytesRead();
            }
            piece.add(id);
            tokens++;
        }

        void endPiece() {
            if (tokens > tokensBeforePiece) {
                listener.piece(piece.build().toArray(), input.expectedTotal(tokens, bytesRead));
                piece = IntStream.builder();
                tokensBeforePiece = tokens;
            }
        }
    }
}
