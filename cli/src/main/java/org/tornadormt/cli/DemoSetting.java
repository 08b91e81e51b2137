package org.tornadormt.cli;

import java.util.Arrays;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.FactTask;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.Grammar;

/**
 * What a demo runs with.
 *
 * @param model the model
 * @param device where it runs
 * @param tokenizer its tokenizer, closed with this
 * @param tasks the samples
 * @param seed of the samples
 */
record DemoSetting(RmtModel model, Device device, TextTokenizer tokenizer, FactTasks tasks,
        long seed) implements AutoCloseable {
    /** Where the facts stand. */
    static final FactTask TASK = FactTask.DETECT;

    /** Opens the tokenizer of a model and chooses facts. */
    static DemoSetting of(RmtModel model, Device device, FactChoice choice, long seed) {
        TextTokenizer tokenizer = TextInput.tokenizer(model, "the demo", "rmt read MODEL --ids");
        try {
            FactTasks tasks = new FactTasks(Grammar.standard(), word -> tokenizer.idOfWord(word).orElse(-1), true);
            return new DemoSetting(model, device, tokenizer, tasks.withFacts(choice.of(tasks.facts())), seed);
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
        return model.numMemTokens() + " memory vectors of " + model.config().embeddingSize() + " numbers, segments of "
                + model.segmentSize() + " tokens; device " + device.info().describe() + "; seed " + seed;
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
