package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerplexityCommandTest {
    /** The logits of PyTorch and ours differ by at most 1e-4, and a cross-entropy by at most text that. */
    private static final Offset<Double> TOLERANCE = Offset.offset(2e-4);

    @TempDir
    private Path folder;

    @Test
    void lossesAreThoseOfPyTorchsLogits() throws IOException {
        JsonNode text = Fixtures.forward(Fixtures.GPT2, "left");
        Path json = folder.resolve("perplexity.json");

        RmtRun.withInput(Fixtures.words(text.get("ids")), "perplexity", Fixtures.GPT2, "--ids", "-", "--json", json)
                .fine();

        JsonNode result = new ObjectMapper().readTree(json.toFile());
        double[] losses = losses(text);
        List<Double> means = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        int from = 0;
        for (JsonNode length : text.get("segment_lengths")) {
            // The first token of the text is predicted by nothing.
            int count = length.intValue() - (from == 0 ? 1 : 0);
            means.add(mean(losses, from, from + count));
            counts.add(count);
            from += count;
        }
        assertThat(result.get("segments").findValuesAsText("tokens"))
                .isEqualTo(counts.stream().map(Object::toString).toList());
        for (int segment = 0; segment < means.size(); segment++) {
            JsonNode row = result.get("segments").get(segment);
            assertThat(row.get("loss").doubleValue()).isCloseTo(means.get(segment), TOLERANCE);
        }
        double total = mean(losses, 0, losses.length);
        assertThat(result.get("total").get("tokens").intValue()).isEqualTo(losses.length);
        assertThat(result.get("total").get("loss").doubleValue()).isCloseTo(total, TOLERANCE);
        // A relative error: the exponential turns a difference into a factor.
        assertThat(result.get("total").get("perplexity").doubleValue() / Math.exp(total)).isCloseTo(1, TOLERANCE);
    }

    /** {@code -log softmax(logits of token i)[token i + 1]}. */
    private static double[] losses(JsonNode text) {
        float[] logits = Fixtures.expected(Fixtures.GPT2, text, "logits").orElseThrow();
        int tokens = text.get("ids").size();
        int vocabulary = logits.length / tokens;
        double[] losses = new double[tokens - 1];
        for (int i = 0; i < losses.length; i++) {
            double sum = 0;
            for (int j = 0; j < vocabulary; j++) {
                sum += Math.exp(logits[i * vocabulary + j]);
            }
            losses[i] = Math.log(sum) - logits[i * vocabulary + text.get("ids").get(i + 1).intValue()];
        }
        return losses;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    @Test
    void printsARowForEachSegmentAndTheTotal() {
        RmtRun run = RmtRun.withInput("1 2 3 4 5 6 7 8 9 10", "perplexity", Fixtures.GPT2, "--ids", "-").fine();

        assertThat(run.out().lines().map(line -> line.strip().split(" +")[0])).containsExactly("segment", "0", "1",
                "total");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aSegmentWithoutPredictedTokensHasNoLoss() {
        RmtRun run = RmtRun.withInput("1 2 3", "perplexity", Fixtures.GPT2, "--ids", "-", "--segment-size", 1).fine();

        assertThat(run.out().lines().skip(1).findFirst()).hasValueSatisfying(row -> assertThat(row.strip().split(" +"))
                .containsExactly("0", "0", "-", "-"));
        assertThat(run.out()).doesNotContain("NaN");
    }

    @Test
    void oneTokenPredictsNothing() {
        RmtRun.withInput("5", "perplexity", Fixtures.GPT2, "--ids", "-").failsWith("only one token");
    }

    @Test
    void whatIsForgottenDoesNotCount() throws IOException {
        String text = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 ".repeat(3);
        Path kept = folder.resolve("kept.json");
        Path forgotten = folder.resolve("forgotten.json");

        RmtRun.withInput(text, "perplexity", Fixtures.GPT2, "--ids", "-", "--segment-size", 16, "--alignment", "left",
                "--json", kept).fine();
        RmtRun.withInput(text, "perplexity", Fixtures.GPT2, "--ids", "-", "--segment-size", 16, "--alignment", "left",
                "--json", forgotten, "--reset-every", 1).fine();

        // The second and the third segment are the same tokens after the same tokens: only the memory tells them apart.
        assertThat(loss(forgotten, 2)).isEqualTo(loss(forgotten, 1));
        assertThat(loss(kept, 2)).isNotEqualTo(loss(kept, 1));
        assertThat(loss(forgotten, 0)).isEqualTo(loss(kept, 0));
        assertThat(new ObjectMapper().readTree(forgotten.toFile()).get("resetEvery").intValue()).isEqualTo(1);
        RmtRun.withInput(text, "perplexity", Fixtures.GPT2, "--ids", "-", "--reset-every", 0)
                .isWrongUsage("--reset-every must be 1 or more");
    }

    private static double loss(Path json, int segment) throws IOException {
        return new ObjectMapper().readTree(json.toFile()).get("segments").get(segment).get("loss").doubleValue();
    }

    @Test
    void aClassifierHasNoPerplexity() {
        RmtRun.withInput("4 5", "perplexity", Fixtures.BERT, "--ids", "-", "--alignment", "left")
                .failsWith("bert classifier");
    }
}
