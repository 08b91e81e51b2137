package org.tornadormt.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;

/** Token ids that stand in a text as numbers, separated by white space. */
final class IdSource implements TokenSource {
    private static final int PIECE = 4096;
    /** More characters than any id has; longer words are cut in messages. */
    private static final int LONGEST_WORD = 20;

    private final ByteInput input;
    private final int vocabularySize;
    private final StringBuilder word = new StringBuilder();
    private long line = 1;

    /**
     * Ids in {@code input}, which is closed with this.
     *
     * @param vocabularySize ids that the model knows
     */
    IdSource(ByteInput input, int vocabularySize) {
        this.input = input;
        this.vocabularySize = vocabularySize;
    }

    @Override
    public String name() {
        return input.name();
    }

    @Override
    public void forEachPiece(PieceListener listener) throws IOException {
        int[] piece = new int[PIECE];
        int count = 0;
        long tokens = 0;
        for (OptionalInt id = next(); id.isPresent(); id = next()) {
            piece[count++] = id.getAsInt();
            if (count == PIECE) {
                tokens += count;
                listener.piece(piece.clone(), input.expectedTotal(tokens, input.bytesRead()));
                count = 0;
            }
        }
        if (count > 0) {
            listener.piece(Arrays.copyOf(piece, count), input.expectedTotal(tokens + count, input.bytesRead()));
        }
    }

    private OptionalInt next() throws IOException {
        word.setLength(0);
        for (int read = input.read(); read >= 0; read = input.read()) {
            if (!isSpace(read)) {
                append(read);
            } else if (word.isEmpty()) {
                line += read == '\n' ? 1 : 0;
            } else {
                int id = id();
                line += read == '\n' ? 1 : 0;
                return OptionalInt.of(id);
            }
        }
        return word.isEmpty() ? OptionalInt.empty() : OptionalInt.of(id());
    }

    private void append(int read) {
        if (read == 0) {
            throw input.binary();
        }
        if (word.length() <= LONGEST_WORD) {
            word.append(read < ' ' || read > '~' ? '?' : (char) read);
        }
    }

    private int id() {
        if (!word.chars().allMatch(c -> c >= '0' && c <= '9') || word.length() > LONGEST_WORD) {
            String shown = word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) + "…" : word.toString();
            throw new InputException(name() + ", line " + line + ": \"" + shown + "\" is not a token id; expected whole"
                    + " numbers separated by white space (for a text, give --input)");
        }
        // Any id of 10 digits or more is out of range, whatever it is.
        long id = word.length() < 10 ? Long.parseLong(word.toString()) : Long.MAX_VALUE;
        if (id >= vocabularySize) {
            throw new InputException(
                    name() + ", line " + line + ": token id " + word + " is not in the vocabulary of the"
                            + " model, whose ids are 0 to " + (vocabularySize - 1));
        }
        return (int) id;
    }

    private static boolean isSpace(int read) {
        return read == ' ' || read >= '\t' && read <= '\r';
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
