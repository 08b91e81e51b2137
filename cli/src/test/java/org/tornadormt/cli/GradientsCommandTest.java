package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;

class GradientsCommandTest {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    @TempDir
    private Path folder;

    @Test
    void everyParameterIsThereUnderItsNameWithItsShape() throws IOException {
        Path model = Path.of("../model/src/test/resources/fixtures/gpt2-rmt");
        Path out = folder.resolve("gradients.safetensors");

        RmtRun run = run(model, ids("3 4 5 6 7 8 9 10 11 12"), out);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("segments", "loss");
        try (SafetensorsFile gradients = SafetensorsFile.open(out);
                SafetensorsFile weights = SafetensorsFile.open(model.resolve("model.safetensors"))) {
            assertThat(gradients.names()).contains("loss", "memory_cell.memory");
            for (String name : gradients.names()) {
                if (!name.equals("loss")) {
                    assertThat(gradients.tensor(name).shape()).as(name).isEqualTo(weights.tensor(name).shape());
                }
            }
            assertThat(gradients.metadata()).containsEntry("segment_size", "4");
        }
    }

    @Test
    void badInputIsOneClearLine() throws IOException {
        Path model = Path.of("../model/src/test/resources/fixtures/gpt2-rmt");
        Path encoder = Path.of("../model/src/test/resources/fixtures/bert-rmt");
        Path out = folder.resolve("gradients.safetensors");

        run(model, ids("3"), out).failsWith("no token that follows");
        assertThat(run(model, ids("3"), out).exitCode()).isEqualTo(FAILED);
        run(encoder, ids("3 4 5"), out).failsWith("is a classifier, whose loss needs a label");
        run(encoder, ids("3 4 5"), out, "--label", "6").failsWith("label 6, but", "6 outputs: 0 to 5");
        run(model, ids("3 4"), out, "--label", "1").failsWith("is a language model, whose text has no label");
        RmtRun wrong = RmtRun.of("gradients", model.toString(), "--ids", ids("3 4").toString(), "--out",
                out.toString(), "--bptt", "0");
        assertThat(wrong.exitCode()).isEqualTo(WRONG_USAGE);
        assertThat(wrong.err()).contains("--bptt must be 1 or more");
        assertThat(out).doesNotExist();
    }

    @Test
    void aClassifierHasGradientsOfItsLabel() throws IOException {
        Path encoder = Path.of("../model/src/test/resources/fixtures/bert-rmt");
        Path out = folder.resolve("gradients.safetensors");

        assertThat(run(encoder, ids("3 4 5 6 7 8"), out, "--label", "2", "--labelled", "all").exitCode()).isZero();

        try (SafetensorsFile gradients = SafetensorsFile.open(out)) {
            assertThat(gradients.names()).contains("loss", "model.bert.pooler.dense.weight", "memory_cell.memory");
        }
    }

    private static RmtRun run(Path model, Path ids, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("gradients", model.toString(), "--ids", ids.toString(),
                "--segment-size", "4", "--out", out.toString()));
        arguments.addAll(List.of(more));
        return RmtRun.of(arguments.toArray(String[]::new));
    }

    private Path ids(String text) throws IOException {
        return Files.writeString(folder.resolve("ids.txt"), text);
    }
}
