package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;

class GenerateCommandTest {
    /** More than one segment of the model, so that the prompt is read by a session of its own. */
    private static final String PROMPT_IDS = "56 28 48 46 58 31 65 16 48 32 36 7 61 29 56 50 37 54 6 12 28";
    private static final String STORY = "mary went to the bathroom . john moved to the hallway . where is mary ?";

    @TempDir
    private Path folder;

    static Stream<Arguments> cases() {
        return Stream.of("generate", "generate_commit").flatMap(kind -> Fixtures.cases(Fixtures.GPT2, kind)
                .map(node -> Arguments.of(node.get("name").textValue(), kind.equals("generate_commit"), node)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void greedyIdsAreThoseOfPyTorch(String name, boolean commit, JsonNode node) {
        List<Object> args = new ArrayList<>(List.of("generate", Fixtures.GPT2, "--ids", "-", "--greedy", "--print-ids",
                "--max-new-tokens", node.get("max_new_tokens"), "--segment-size", node.get("segment_size"),
                "--mem-tokens",
                node.get("mem_tokens"), "--alignment", node.get("alignment").textValue()));
        if (!commit) {
            args.add("--no-commit");
        }

        RmtRun run = RmtRun.withInput(Fixtures.words(node.get("ids")), args.toArray()).fine();

        assertThat(run.out().lines()).containsExactly(Fixtures.words(node.get("expected_ids")));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theTextIsThatOfTheIds() {
        String ids = RmtRun.of("generate", Fixtures.FACTS, "--prompt", STORY, "--max-new-tokens", 9, "--seed", 7,
                "--print-ids").fine().out().strip();

        String text = RmtRun.of("generate", Fixtures.FACTS, "--prompt", STORY, "--max-new-tokens", 9, "--seed", 7)
                .fine()
                .out();

        try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.FACTS.resolve("tokenizer.json"))) {
            int[] tokens = Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray();
            assertThat(text).isEqualTo(tokenizer.decode(tokens) + System.lineSeparator());
        }
    }

    @Test
    void aSeedThatNobodyGaveIsPrintedAndGivesTheSameAgain() {
        Object[] args = {"generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", "30", "--print-ids"};
        RmtRun first = RmtRun.withInput(PROMPT_IDS, args).fine();
        assertThat(first.err()).startsWith("rmt: sampling with --seed ");
        String seed = first.err().strip().replaceAll(".* ", "");

        RmtRun again = RmtRun.withInput(PROMPT_IDS, Stream.concat(Arrays.stream(args), Stream.of("--seed", seed))
                .toArray()).fine();

        assertThat(again.out()).isEqualTo(first.out());
        assertThat(again.err()).isEmpty();
    }

    @Test
    void aPromptAfterASavedMemoryGivesTheSameAsInOneGo() {
        Path memory = folder.resolve("part.memory");
        RmtRun.withInput("56 28 48 46 58 31 65 16 48 32", "read", Fixtures.GPT2, "--ids", "-", "--memory-out", memory)
                .fine();

        RmtRun resumed = RmtRun.withInput("36 7 61 29 56 50 37 54 6 12 28", "generate", Fixtures.GPT2, "--ids", "-",
                "--memory", memory, "--max-new-tokens", 20, "--greedy", "--print-ids").fine();

        assertThat(resumed.out()).isEqualTo(greedy(20));
    }

    @Test
    void goingOnFromASavedGenerationGivesTheSameAsInOneGo() {
        Path memory = folder.resolve("half.memory");
        RmtRun half = RmtRun.withInput(PROMPT_IDS, "generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", 9,
                "--greedy", "--print-ids", "--memory-out", memory).fine();

        RmtRun rest = RmtRun.of("generate", Fixtures.GPT2, "--memory", memory, "--max-new-tokens", 11, "--greedy",
                "--print-ids").fine();

        assertThat(half.out().strip() + " " + rest.out().strip()).isEqualTo(greedy(20).strip());
    }

    @Test
    void stopsAfterTheEndToken() {
        String[] all = greedy(20).strip().split(" ");
        String third = all[2];

        String stopped = RmtRun.withInput(PROMPT_IDS, "generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", 20,
                "--greedy", "--print-ids", "--end-token", third).fine().out().strip();

        int end = Arrays.asList(all).indexOf(third);
        assertThat(stopped.split(" ")).containsExactly(Arrays.copyOf(all, end + 1));
    }

    private static String greedy(int count) {
        return RmtRun
                .withInput(PROMPT_IDS, "generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", count, "--greedy",
                        "--print-ids")
                .fine().out();
    }

    @Test
    void nothingToGoOnFromIsWrongUsage() {
        RmtRun.of("generate", Fixtures.GPT2, "--max-new-tokens", 3).isWrongUsage("--prompt", "--memory");
    }

    @Test
    void greedyWithATemperatureIsWrongUsage() {
        RmtRun.of("generate", Fixtures.GPT2, "--prompt", "x", "--max-new-tokens", 3, "--greedy", "--temperature", 0.5)
                .isWrongUsage("--greedy", "--temperature");
    }

    @Test
    void savingAMemoryThatIsNeverRewrittenIsWrongUsage() {
        RmtRun.of("generate", Fixtures.GPT2, "--prompt", "x", "--max-new-tokens", 3, "--greedy", "--no-commit",
                "--memory-out", folder.resolve("x.memory")).isWrongUsage("--no-commit", "--memory-out");
    }

    @Test
    void aClassifierGeneratesNothing() {
        RmtRun.withInput("4 5", "generate", Fixtures.BERT, "--ids", "-", "--max-new-tokens", 3, "--greedy",
                "--print-ids")
                .failsWith("bert classifier", "rmt forward");
    }

    @Test
    void moreTokensThanTheLastSegmentHoldsNeedACommit() {
        RmtRun.withInput("4 5", "generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", 300, "--greedy",
                "--print-ids", "--no-commit").failsWith("40 positions", "--no-commit");
    }

    @Test
    void anEndTokenThatTheModelNeverGeneratesFails() {
        RmtRun.withInput("4 5", "generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", 3, "--greedy",
                "--print-ids",
                "--end-token", 67).failsWith("--end-token 67", "0 to 66");
    }

    @Test
    void anImpossibleProbabilityFails() {
        RmtRun.withInput("4 5", "generate", Fixtures.GPT2, "--ids", "-", "--max-new-tokens", 3, "--seed", 1, "--top-p",
                1.5)
                .failsWith("top-p must be above 0 and at most 1");
    }
}
