package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Test
    void rmtHasTheCommandWhenThisModuleIsOnTheClassPath() {
        assertThat(RmtRun.of("--help").out()).containsPattern("(?m)^  bench +Compares");
    }

    @Test
    void theHelpHasExamplesAndFitsTheScreen() {
        RmtRun run = RmtRun.of("bench", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Examples:", "  rmt bench --quick");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void anUnknownEngineIsNamedWithTheChoices() {
        RmtRun.of("bench", "--against", "onnx,tensorflow").failsWith(WRONG_USAGE, "no engine tensorflow", "djl-eager",
                "onnxruntime");
    }

    @Test
    void anUnknownShapeIsNamedWithTheChoices() {
        RmtRun.of("bench", "--shape", "small", "huge").failsWith(WRONG_USAGE, "no shape huge", "gpt2-small", "facts");
    }

    @Test
    void anUnknownDeviceIsNamedBeforeAnythingIsMeasured() {
        RmtRun.of("bench", "--device", "abacus").failsWith(FAILED, "no device abacus");
    }

    @Test
    void numbersOutOfRangeAreWrongUsage() {
        RmtRun.of("bench", "--threads", "0").failsWith(WRONG_USAGE, "--threads must be 1 or more", "not 0");
        RmtRun.of("bench", "--threads", "1,-1").failsWith(WRONG_USAGE, "--threads must be 1 or more", "not -1");
        RmtRun.of("bench", "--threads", CORES + 1).failsWith(WRONG_USAGE, "at most " + CORES, "cores");
        RmtRun.of("bench", "--batch", "0").failsWith(WRONG_USAGE, "--batch must be 1 or more");
        RmtRun.of("bench", "--batch", "1000").failsWith(WRONG_USAGE, "--batch", "at most 16");
        RmtRun.of("bench", "--rounds", "0").failsWith(WRONG_USAGE, "--rounds must be 1 or more");
        RmtRun.of("bench", "--threads", "all").failsWith(WRONG_USAGE, "--threads", "all");
    }

    @Test
    void whatCannotBeWrittenIsFoundBeforeAnythingIsMeasured(@TempDir Path folder) {
        RmtRun.of("bench", "--out", folder.resolve("no/such/bench.json")).failsWith(FAILED, "Cannot write",
                "does not exist");
        RmtRun.of("bench", "--out", folder).failsWith(FAILED, "Cannot write", "it is a folder");
        RmtRun.of("bench", "--work-dir", folder.resolve("nowhere")).failsWith(FAILED, "nowhere", "--work-dir");
        assertThat(folder).isEmptyDirectory();
    }
}
