package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.task.language.LanguageTask;
import org.tornadormt.model.task.language.TokenFile;

class LanguageEvaluationTest {
    private static final int SEGMENT = 6;

    @TempDir
    private Path folder;

    @Test
    void perplexityBySegmentIsThatOfTheTokensOfEachSegment() {
        int[] ids = new Random(3).ints(2 * SEGMENT + 1, 0, 60).toArray();
        TokenFile.write(folder.resolve("ids"), piece -> piece.accept(ids));
        LanguageTask task = new LanguageTask("ids", TokenFile.open(folder.resolve("ids")), 60);
        RmtModel model = TestRuns.load(new TestRuns(folder, List.of(task), new Told()).begun("run").last());
        Device device = JvmDevice.withThreads(1);
        // Only one text of two segments can be cut from these tokens.
        TaskTexts texts = new TaskTexts(List.of(task), new RunSeeds(1), 2);

        TaskScore score;
        try (TrainingRunner runner = new TrainingRunner(model, device, 2, SEGMENT)) {
            score = new Evaluation(texts, 2, SEGMENT).run(runner, 2, model.initialMemory().vectors()).getFirst();
        }

        double whole = loss(model, device, ids);
        double first = loss(model, device, Arrays.copyOf(ids, SEGMENT + 1));
        // Losses near 4 in single precision, summed in another order.
        assertThat(score.loss()).isCloseTo(whole, offset(1e-5));
        assertThat(score.segmentLosses().get(0)).isCloseTo(first, offset(1e-5));
        assertThat(score.segmentLosses().get(1)).isCloseTo(2 * whole - first, offset(2e-5));
        assertThat(score.labels()).isEqualTo(2 * 2 * SEGMENT);
        assertThat(score.quality()).isCloseTo(Math.exp(-whole), offset(1e-5));
    }

    /** Mean cross-entropy of every token but the first; the last is a segment of its own. */
    private static double loss(RmtModel model, Device device, int[] ids) {
        List<int[]> segments = new ArrayList<>();
        for (int from = 0; from < ids.length; from += SEGMENT) {
            segments.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + SEGMENT)));
        }
        return TextGradients.of(model, device, segments, OptionalInt.empty()).stream()
                .filter(tensor -> tensor.name().equals(TextGradients.LOSS)).findFirst().orElseThrow().toFloats()[0];
    }
}
