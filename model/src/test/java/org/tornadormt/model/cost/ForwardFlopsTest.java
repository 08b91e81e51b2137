package org.tornadormt.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;

/** Expected numbers are read off the vector figure of the paper (arXiv 2304.11062, figure 3). */
class ForwardFlopsTest {
    private static final double TERA = 1e12;

    /**
     * TFLOPs of 512 tokens, then how many times as many longer sequences take, and what RMT saves at 2,048,000. The
     * numbers have three digits or more: half a unit of the third digit is 0.5 % at most.
     */
    @ParameterizedTest
    @CsvSource({
        "125M, 0.1365, 2.15 4.88 12.12 33.65 104.95 360.5 1264.8 4827.8 18848 74465 296006 1180319, 295.1",
        "1.3B, 1.396, 2.08 4.46 10.15 25.21 70.06 218.7 719.7 2638 10072 39327 155385 617692, 154.4",
        "6.7B, 6.948, 2.04 4.24 9.13 20.84 52.01 145.3 437.6 1505.5 5532 21148 82633 326611, 81.65",
        "30B, 31.04, 2.02 4.14 8.66 18.84 43.76 111.8 308.7 987.7 3456 12838 49375 193549, 48.4",
        "175B, 180.0, 2.01 4.08 8.39 17.68 38.95 92.25 233.6 686 2248 7999 30010 116067, 29.0"})
    void theTableOfThePaperComesOutToThreeDigits(String size, double segment, String ratios, double saving) {
        ForwardFlops flops = ForwardFlops.of(PaperModels.opt().get(size));
        List<Double> expected = List.of(ratios.split(" ")).stream().map(Double::valueOf).toList();

        assertThat(flops.ofSequence(512)).isCloseTo(segment * TERA, withinPercentage(0.5));
        IntStream.range(0, expected.size()).forEach(i -> {
            int tokens = PaperModels.lengths().get(i + 1);
            assertThat(flops.ofSequence(tokens) / flops.ofSequence(512)).as("%s at %d", size, tokens)
                    .isCloseTo(expected.get(i), withinPercentage(0.5));
        });
        assertThat(flops.ofSequence(2_048_000) / flops.ofSegments(2_048_000, 512, 0)).isCloseTo(saving,
                withinPercentage(0.5));
    }

    @Test
    void theSavingsOfThePapersTextComeOutExactly() {
        assertThat(saving("125M")).isEqualTo("295.1");
        assertThat(saving("175B")).isEqualTo("29.0");
    }

    private static String saving(String size) {
        ForwardFlops flops = ForwardFlops.of(PaperModels.opt().get(size));
        return "%.1f".formatted(flops.ofSequence(2_048_000) / flops.ofSegments(2_048_000, 512, 0));
    }

    /** Counted by hand, from the sizes in its config.json: d, f, heads, V and layers. */
    @Test
    void aModelsConfigurationSaysWhatItCosts() throws IOException {
        RmtModel model = RmtModel.load(Path.of("..", "models", "facts"), LoadOptions.defaults());
        JsonNode sizes = new ObjectMapper().readTree(model.folder().resolve("config.json").toFile());
        double n = 32;
        double d = sizes.get("n_embd").doubleValue();
        double f = sizes.get("n_inner").doubleValue();
        double heads = sizes.get("n_head").doubleValue();
        double layer = 4 * (2 * n * d * d) + 2 * (2 * n * d * f) + 2 * (2 * n * n * d) + 10 * heads * n * n;
        double expected = sizes.get("n_layer").doubleValue() * layer
                + 2 * n * d * sizes.get("vocab_size").doubleValue();

        assertThat(ForwardFlops.of(model.config()).ofSequence(n)).isEqualTo(expected);
        assertThat(ForwardFlops.ofCheckpoint(model.folder()).ofSequence(n)).isEqualTo(expected);
        assertThat(ForwardFlops.ofConfiguration(model.folder().resolve("config.json")).ofSequence(n))
                .isEqualTo(expected);
    }

    @Test
    void memoryRowsCostTheLayersAndNoLogits() {
        ForwardFlops flops = new ForwardFlops(2, 100, 1, 1000);

        // Segments of 8 + 2 rows: 2 * (10 * 100 + 100 * 1) and the logits of 8 tokens; two and a half of them.
        assertThat(flops.ofSegments(20, 8, 2)).isEqualTo(2.5 * (2 * 1100 + 8 * 1000));
    }

    @Test
    void aTextOfOneSegmentSavesNothing() {
        ForwardFlops flops = ForwardFlops.of(PaperModels.opt().get("1.3B"));

        assertThat(flops.ofSegments(512, 512, 0)).isEqualTo(flops.ofSequence(512));
    }

    @Test
    void anEncodersConfigurationAloneIsNotEnough() {
        Path config = Path.of("src", "test", "resources", "fixtures", "bert-rmt", "config.json");

        assertThatThrownBy(() -> ForwardFlops.ofConfiguration(config)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("give the folder of the checkpoint");
    }
}
