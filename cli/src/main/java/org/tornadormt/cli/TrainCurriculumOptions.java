package org.tornadormt.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tornadormt.model.training.Curriculum;
import org.tornadormt.model.training.DifficultyRamp;
import org.tornadormt.model.training.LengthRamp;
import picocli.CommandLine.Option;

/** How texts grow. */
final class TrainCurriculumOptions {
    private static final int BATCHES_OF_RAMP = 15;
    private static final int BATCHES_OF_DIFFICULTY = 20;

    @Option(names = "--segments", paramLabel = "N", split = ",", description = "Largest number of segments of each"
            + " stage. Default: 1,2,3,4.")
    private List<Integer> segments = List.of(1, 2, 3, 4);

    @Option(names = "--fixed-length", description = "All texts have the largest number of segments. Default: half"
            + " of the batches have any number up to it.")
    private boolean fixedLength;

    @Option(names = "--advance-at", paramLabel = "A", description = "Accuracy of the last batches of the longest"
            + " texts that ends a stage. Default: 0.985.")
    private double advanceAt = 0.985;

    @Option(names = "--advance-batches", paramLabel = "N", description = "How many last batches. Default: 50.")
    private int advanceBatches = 50;

    @Option(names = "--stage-steps", paramLabel = "N", description = "Steps after which a stage ends in any case."
            + " Default: none; with --data, all stages are equally long.")
    private Integer stageSteps;

    @Option(names = "--grow-from", paramLabel = "N", description = "Tokens of a segment at first; they grow to"
            + " --segment-size in the first stage. Default: full segments.")
    private Integer growFrom;

    @Option(names = "--grow-by", paramLabel = "N", description = "Tokens that are added each time, at an accuracy"
            + " of 0.96. Default: 16.")
    private int growBy = 16;

    @Option(names = "--difficulty-from", paramLabel = "D", description = "Difficulty at first, 0 to 1, of the tasks"
            + " that have one (reasoning); it grows to 1 in the first stage. Default: 0.1.")
    private double difficultyFrom = 0.1;

    @Option(names = "--difficulty-by", paramLabel = "D", description = "What is added each time, at an accuracy of"
            + " 0.95. Default: 0.1.")
    private double difficultyBy = 0.1;

    /**
     * The stages.
     *
     * @param stepsOfAll steps that they share if none ends by its accuracy, as with language: few texts are so easy that
     *            nearly every token of them can be told
     */
    Curriculum curriculum(OptionalInt stepsOfAll) {
        return new Curriculum(segments, !fixedLength, advanceAt, advanceBatches,
                stageSteps == null ? share(stepsOfAll) : stageSteps);
    }

    private int share(OptionalInt stepsOfAll) {
        return stepsOfAll.isEmpty() || segments.isEmpty()
                ? Integer.MAX_VALUE
                : Math.max(1, Math.ceilDiv(stepsOfAll.getAsInt(), segments.size()));
    }

    /** Lengths of segments, if they grow. */
    Optional<LengthRamp> ramp() {
        return growFrom == null
                ? Optional.empty()
                : Optional.of(new LengthRamp(growFrom, growBy, 0.96, BATCHES_OF_RAMP));
    }

    /** Difficulties of texts. */
    DifficultyRamp difficulty() {
        return new DifficultyRamp(difficultyFrom, difficultyBy, 0.95, BATCHES_OF_DIFFICULTY);
    }
}
