package org.tornadormt.cli;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.NeedleTask;
import org.tornadormt.model.task.PaperResults;

/**
 * What a demo runs with.
 *
 * @param model the model
 * @param device where it runs
 * @param tokenizer its tokenizer, closed with this
 * @param shown which task it is
 * @param task the samples
 * @param seed of the samples
 */
record DemoSetting(RmtModel model, Device device, TextTokenizer tokenizer, DemoTask shown,
        NeedleTask task, long seed) implements AutoCloseable {
    /** Opens the tokenizer of a model and chooses facts. */
    static DemoSetting of(RmtModel model, Device device, DemoTask shown, FactChoice choice, long seed) {
        TextTokenizer tokenizer = TextInput.tokenizer(model, "the demo", "rmt read MODEL --ids");
        try {
            ToIntFunction<String> vocabulary = word -> tokenizer.idOfWord(word).orElse(-1);
            NeedleTask task = shown.of(vocabulary, new FactTasks(Grammar.standard(), vocabulary, true), choice);
            return new DemoSetting(model, device, tokenizer, shown, task, seed);
        } catch (IllegalArgumentException e) {
            tokenizer.close();
            throw new InputException(model.folder() + ": " + e.getMessage());
        } catch (InputException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** What both kinds of run say about their conditions. */
    String conditions() {
        return "task " + shown.text() + "; " + model.numMemTokens() + " memory vectors of "
                + model.config().embeddingSize() + " numbers, segments of "
                + model.segmentSize() + " tokens; device " + device.info().describe() + "; seed " + seed;
    }

    /** The paper's accuracy at a number of segments, if it has one. */
    OptionalDouble paper(int segments) {
        return PaperResults.accuracy(shown.text(), segments);
    }

    /** Tokens of a number of segments. */
    long tokens(int segments) {
        return (long) segments * model.segmentSize();
    }

    /** The words of tokens, at most {@code count} tokens. */
    String words(int[] tokens, int count) {
        return tokenizer.decode(Arrays.copyOf(tokens, Math.min(count, tokens.length))).strip();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
