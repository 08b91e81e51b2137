package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {

    static Stream<String> commands() {
        return RmtRun.of("--help").fine().out().lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1)
                .takeWhile(line -> !line.isEmpty()).filter(line -> line.matches("  \\w.*"))
                .map(line -> line.strip().split(" ")[0]);
    }

    @Test
    void theHelpListsTheCommands() {
        assertThat(commands()).contains("devices", "pull", "info", "forward", "read", "generate", "perplexity");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamplesThatFitTheScreen(String command) {
        RmtRun run = RmtRun.of(command, "--help").fine();

        assertThat(run.out()).contains("Examples:").contains("  rmt " + command).contains("Exit codes:");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        // A line that the help had to wrap begins at the margin.
        assertThat(run.out().lines().dropWhile(line -> !line.equals("Examples:")).skip(1))
                .allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theVersionNamesTheProjectAndJava() {
        assertThat(RmtRun.of("--version").fine().out()).containsPattern("(?m)^tornadormt \\d+\\.\\d+")
                .contains("java " + Runtime.version());
    }

    @Test
    void withoutACommandTheHelpIsShownAsAnError() {
        RmtRun run = RmtRun.of();

        assertThat(run.exitCode()).isEqualTo(Failures.WRONG_USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Usage: rmt");
    }
}
