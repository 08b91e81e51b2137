package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.RmtModel;
import picocli.CommandLine.Option;

/** Where the prompt comes from; exactly one of the options. */
final class PromptInput {
    private static final char REPLACEMENT = '\uFFFD';

    @Option(names = "--prompt", paramLabel = "TEXT", description = "The prompt.")
    private String prompt;

    @Option(names = "--input", paramLabel = "FILE", description = "A prompt in UTF-8; - is the standard input.")
    private Path text;

    @Option(names = "--ids", paramLabel = "FILE", description = "Token ids of the prompt, whole numbers separated by"
            + " white space; - is the standard input. With --print-ids it needs no tokenizer.")
    private Path ids;

    /** Finds out before any long work that there is nothing to read. */
    void requireReadable() {
        if (prompt == null) {
            ByteInput.requireReadable(text != null ? text : ids);
        } else if (prompt.indexOf(REPLACEMENT) >= 0) {
            throw new InputException("--prompt has characters that the locale of this shell cannot carry; set"
                    + " LC_ALL=C.UTF-8, or give the prompt in a file with --input");
        }
    }

    /**
     * The token ids of the prompt.
     *
     * @throws InputException if there are none
     */
    int[] read(Terminal terminal, RmtModel model) throws IOException {
        if (prompt == null) {
            try (TokenSource source = TextInput.open(text, ids, terminal, model)) {
                return SessionReader.readAll(source);
            }
        }
        try (TextTokenizer tokenizer = TextInput.tokenizer(model, "--prompt", "--ids")) {
            int[] tokens = tokenizer.encode(prompt);
            if (tokens.length == 0) {
                throw new InputException("--prompt has no tokens; give a text to go on from");
            }
            model.requireInVocabulary(tokens);
            return tokens;
        }
    }
}
