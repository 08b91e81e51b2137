package org.tornadormt.cli;

import java.nio.file.Path;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.RmtModel;
import picocli.CommandLine.Option;

/** Where the tokens of a text come from; exactly one of the options. */
final class TextInput {
    @Option(names = "--input", paramLabel = "FILE", description = "A text in UTF-8; - is the standard input.")
    private Path text;

    @Option(names = "--ids", paramLabel = "FILE", description = "Token ids, whole numbers separated by white space; -"
            + " is the standard input. Needs no tokenizer.")
    private Path ids;

    /** Finds out before any long work that the file cannot be read. */
    void requireReadable() {
        ByteInput.requireReadable(text != null ? text : ids);
    }

    /** Opens it for a model. */
    TokenSource open(Terminal terminal, RmtModel model) {
        return open(text, ids, terminal, model);
    }

    /** Opens the one of {@code text} and {@code ids} that is not null. */
    static TokenSource open(Path text, Path ids, Terminal terminal, RmtModel model) {
        int vocabularySize = model.config().vocabularySize();
        if (ids != null) {
            return new IdSource(ByteInput.open(ids, terminal), vocabularySize);
        }
        TextTokenizer tokenizer = tokenizer(model, "--input", "--ids");
        return new TextSource(ByteInput.open(text, terminal), tokenizer, vocabularySize);
    }

    /**
     * The tokenizer of a model; to be closed.
     *
     * @param need what needs it
     * @param instead the option that needs none
     * @throws InputException if the folder has none
     */
    static TextTokenizer tokenizer(RmtModel model, String need, String instead) {
        return TextTokenizer.open(model.tokenizerFile().orElseThrow(() -> new InputException(model.folder() + " has no"
                + " tokenizer.json, which " + need + " needs: put the one of the model there, or work with token ids ("
                + instead + ")")));
    }
}
