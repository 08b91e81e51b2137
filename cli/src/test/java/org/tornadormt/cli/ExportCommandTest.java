package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.checkpoints.tensors.Tensor;

class ExportCommandTest {
    private static final Path MODELS = Path.of("../model/src/test/resources/fixtures");

    @TempDir
    private Path folder;

    @Test
    void theCopyHasTheSameTensorsInShardsThatHoldNoMoreThanAllowed() throws IOException {
        Path copy = folder.resolve("copy");

        RmtRun run = RmtRun.of("export", MODELS.resolve("gpt2-bf16"), "--out", copy, "--max-shard-size", "10kB");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (CheckpointFolder before = CheckpointFolder.open(MODELS.resolve("gpt2-bf16"));
                CheckpointFolder after = CheckpointFolder.open(copy)) {
            assertThat(after.tensors().names()).isEqualTo(before.tensors().names());
            for (String name : before.tensors().names()) {
                Tensor expected = before.tensors().tensor(name);
                Tensor found = after.tensors().tensor(name);
                assertThat(found.type()).isEqualTo(expected.type());
                assertThat(found.shape()).isEqualTo(expected.shape());
                assertThat(found.data().mismatch(expected.data())).as(name).isEqualTo(-1);
            }
        }
        assertThat(shards(copy)).hasSizeGreaterThan(1);
        assertThat(copy.resolve("rmt_config.json"))
                .hasSameBinaryContentAs(MODELS.resolve("gpt2-bf16/rmt_config.json"));
    }

    @Test
    void filesSayThatTheyAreForPyTorchAsTransformersWantsIt() throws IOException {
        Path copy = folder.resolve("copy");

        assertThat(RmtRun.of("export", MODELS.resolve("llama-rmt"), "--out", copy).exitCode()).isZero();

        try (SafetensorsFile file = SafetensorsFile.open(copy.resolve("model.safetensors"))) {
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    @Test
    void nothingIsReplacedAndNothingIsLeftBehind() throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "do not touch");

        RmtRun.of("export", MODELS.resolve("gpt2-rmt"), "--out", full).failsWith("it is not empty");
        RmtRun.of("export", MODELS.resolve("gpt2-rmt"), "--out", folder.resolve("no/where"))
                .failsWith("does not exist");
        RmtRun.of("export", folder.resolve("nothing"), "--out", folder.resolve("copy")).failsWith("does not exist");
        RmtRun truncated = RmtRun.of("export", truncated(), "--out", folder.resolve("copy"));
        assertThat(truncated.exitCode()).isEqualTo(1);

        assertThat(full.resolve("thesis.txt")).hasContent("do not touch");
        assertThat(folder.resolve("copy")).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("full", "truncated");
        }
    }

    private Path truncated() throws IOException {
        Path model = Files.createDirectory(folder.resolve("truncated"));
        Files.copy(MODELS.resolve("gpt2-rmt/config.json"), model.resolve("config.json"));
        byte[] bytes = Files.readAllBytes(MODELS.resolve("gpt2-rmt/model.safetensors"));
        Files.write(model.resolve("model.safetensors"), Arrays.copyOf(bytes, bytes.length / 2));
        return model;
    }

    @Test
    void aModelOfTheHubThatIsNotHereIsNotDownloaded() {
        RmtRun run = RmtRun.inEnvironment(Map.of("HF_HOME", folder.resolve("empty").toString()), "export",
                "org/not-here", "--out", folder.resolve("copy"));

        run.failsWith("rmt pull org/not-here");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSizeThatIsNoneIsWrongUsage() {
        RmtRun run = RmtRun.of("export", MODELS.resolve("gpt2-rmt"), "--out", folder.resolve("copy"),
                "--max-shard-size", "big");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--max-shard-size", "5GB");
    }

    private static List<Path> shards(Path copy) throws IOException {
        try (Stream<Path> files = Files.list(copy)) {
            return files.filter(path -> path.toString().endsWith(".safetensors")).toList();
        }
    }
}
