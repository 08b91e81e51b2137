package org.tornadormt.cli;

import java.util.Arrays;
import java.util.function.Consumer;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

/**
 * Text of tokens that come one by one. A token may be a part of a character, and its text may depend on the token
 * before it; so each step decodes the tokens of the step before together with the new ones and hands out what was
 * added.
 */
final class TextStream {
    private static final String UNFINISHED = "\uFFFD";

    private final TextTokenizer tokenizer;
    private final Consumer<String> text;
    private int[] context = new int[0];
    private int[] fresh = new int[0];

    /** Hands the text of tokens to {@code text}. */
    TextStream(TextTokenizer tokenizer, Consumer<String> text) {
        this.tokenizer = tokenizer;
        this.text = text;
    }

    /** The next token. */
    void accept(int id) {
        fresh = Arrays.copyOf(fresh, fresh.length + 1);
        fresh[fresh.length - 1] = id;
        String added = added();
        if (!added.isEmpty() && !added.endsWith(UNFINISHED)) {
            handOut(added);
        }
    }

    /** Hands out what waited for a character to be finished. */
    void end() {
        if (fresh.length > 0) {
            handOut(added());
        }
    }

    private void handOut(String added) {
        text.accept(added);
        context = fresh;
        fresh = new int[0];
    }

    private String added() {
        String before = tokenizer.decode(context);
        int[] both = Arrays.copyOf(context, context.length + fresh.length);
        System.arraycopy(fresh, 0, both, context.length, fresh.length);
        String after = tokenizer.decode(both);
        // Where decoding is not local the text before may come out otherwise; then the new tokens stand for themselves.
        return after.startsWith(before) ? after.substring(before.length()) : tokenizer.decode(fresh);
    }
}
