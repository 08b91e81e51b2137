package org.tornadormt.cli;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

/** A user's text, handed out in whole segments as it is read; what is left over at its end is not. */
final class HaystackText {
    private final TextTokenizer tokenizer;
    private final BooleanSupplier enough;
    private final Consumer<int[]> segments;
    private final int[] segment;
    private int filled;
    private long tokens;
    private long unknownTokens;

    /**
     * A text that goes to {@code segments}.
     *
     * @param enough whether no more of it is needed
     */
    HaystackText(TextTokenizer tokenizer, int segmentSize, BooleanSupplier enough, Consumer<int[]> segments) {
        this.tokenizer = tokenizer;
        this.enough = enough;
        this.segments = segments;
        segment = new int[segmentSize];
    }

    /**
     * Reads until the text ends or is enough.
     *
     * @return tokens that were read
     */
    long read(ByteInput input) throws IOException {
        try (Reader text = new EnoughReader(new Utf8Reader(input), enough)) {
            tokenizer.encode(text, this::add);
        }
        return tokens;
    }

    /** How many of these stood for words that the vocabulary lacks. */
    long unknownTokens() {
        return unknownTokens;
    }

    private void add(int id) {
        if (enough.getAsBoolean()) {
            return;
        }
        tokens++;
        unknownTokens += tokenizer.unknownId().equals(OptionalInt.of(id)) ? 1 : 0;
        segment[filled++] = id;
        if (filled == segment.length) {
            segments.accept(segment.clone());
            filled = 0;
        }
    }

    /** Ends when there is enough, so that a huge file is not read for nothing. */
    private static final class EnoughReader extends FilterReader {
        private final BooleanSupplier enough;

        EnoughReader(Reader text, BooleanSupplier enough) {
            super(text);
            this.enough = enough;
        }

        @Override
        public int read() throws IOException {
            return enough.getAsBoolean() ? -1 : super.read();
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            return enough.getAsBoolean() ? -1 : super.read(target, offset, length);
        }
    }
}
