package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

class ForwardCommandTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> cases() {
        return Stream.of(Fixtures.GPT2, Fixtures.BERT).flatMap(model -> Fixtures.cases(model, "forward")
                .map(node -> Arguments.of(model.getFileName() + "/" + node.get("name").textValue(), model, node)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theFileHoldsTheNumbersOfPyTorch(String name, Path model, JsonNode node) {
        Path out = folder.resolve("numbers.safetensors");

        RmtRun run = RmtRun.withInput(Fixtures.words(node.get("ids")), "forward", model, "--ids", "-", "--out", out,
                "--segment-size", node.get("segment_size"), "--mem-tokens", node.get("mem_tokens"), "--alignment",
                node.get("alignment").textValue()).fine();

        assertThat(run.err()).isEmpty();
        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            assertAgrees(file, "logits", Fixtures.expected(model, node, "logits").orElseThrow());
            assertAgrees(file, "memory", Fixtures.expected(model, node, "memory").orElse(new float[0]));
        }
    }

    /**
     * The numbers' own test in the module below allows 1e-4; here it is enough to see that each stands in its place.
     * Two float32 computations of these models differ by about 1e-5, two different rows by more than 1e-2.
     */
    private static void assertAgrees(SafetensorsFile file, String tensor, float[] expected) {
        assertThat(file.tensor(tensor).toFloats()).as(tensor).containsExactly(expected, Offset.offset(1e-3f));
    }

    @Test
    void shapesAreTokensByVocabularyAndSegmentsByVectorsByHidden() {
        Path out = folder.resolve("numbers.safetensors");

        RmtRun.withInput("1 2 3 4 5 6 7 8 9 10", "forward", Fixtures.GPT2, "--ids", "-", "--out", out).fine();

        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            assertThat(file.tensor("logits").shape()).containsExactly(10L, 67L);
            assertThat(file.tensor("memory").shape()).containsExactly(2L, 3L, 24L);
            assertThat(file.names()).containsExactlyInAnyOrder("logits", "memory");
        }
    }

    @Test
    void withoutMemoryTheMemoryIsThereAndEmpty() {
        Path out = folder.resolve("numbers.safetensors");

        RmtRun.withInput("1 2 3 4 5 6 7 8 9 10", "forward", Fixtures.GPT2, "--ids", "-", "--out", out, "--mem-tokens",
                0)
                .fine();

        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            assertThat(file.tensor("memory").shape()).containsExactly(2L, 0L, 24L);
        }
    }

    @Test
    void theMetadataSaysHowTheNumbersCameAbout() {
        Path out = folder.resolve("numbers.safetensors");

        RmtRun.withInput("1 2 3", "forward", Fixtures.GPT2, "--ids", "-", "--out", out, "--segment-size", "2",
                "--alignment", "center", "--device", "jvm:plain").fine();

        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            assertThat(file.metadata()).containsEntry("segment_size", "2").containsEntry("segment_alignment", "center")
                    .containsEntry("num_mem_tokens", "3").containsEntry("tornadormt", Versions.all().get("tornadormt"))
                    .containsKey("java");
            assertThat(file.metadata().get("device")).startsWith("jvm:plain ");
        }
    }

    @Test
    void untrainedMemoryIsAWarningOfOneLine() {
        RmtRun run = RmtRun.withInput("1 2 3", "forward", Fixtures.GPT2_PLAIN, "--ids", "-", "--out",
                folder.resolve("numbers.safetensors"), "--mem-tokens", 2).fine();

        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("rmt: warning: the memory is untrained");
    }
}
