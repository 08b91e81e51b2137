package org.tornadormt.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.training.CarryOptions;
import org.tornadormt.model.training.Curriculum;
import org.tornadormt.model.training.DifficultyRamp;
import org.tornadormt.model.training.EvaluationPlan;
import org.tornadormt.model.training.LearningRate;
import org.tornadormt.model.training.LearningRate.Schedule;
import org.tornadormt.model.training.LengthRamp;
import org.tornadormt.model.training.OptimizerOptions;
import org.tornadormt.model.training.RestartPlan;
import org.tornadormt.model.training.TrainingPlan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a run of training that decide its numbers; they are kept with its state. */
final class TrainOptions {
    private static final int BATCHES_OF_RAMP = 15;
    private static final int BATCHES_OF_DIFFICULTY = 20;

    @ArgGroup(validate = false, heading = "%nModel:%n", order = 1)
    TrainModelOptions model = new TrainModelOptions();

    @ArgGroup(validate = false, heading = "%nTexts:%n", order = 2)
    TrainTaskOptions tasks = new TrainTaskOptions();

    @ArgGroup(validate = false, heading = "%nCurriculum:%n", order = 3)
    private CurriculumOptions curriculum = new CurriculumOptions();

    @ArgGroup(validate = false, heading = "%nCarried state (the last stage; docs/training.md):%n", order = 4)
    private CarriedStateOptions carry = new CarriedStateOptions();

    @ArgGroup(validate = false, heading = "%nSteps:%n", order = 5)
    private StepOptions steps = new StepOptions();

    @ArgGroup(validate = false, heading = "%nMeasuring and saving:%n", order = 6)
    private WatchOptions watch = new WatchOptions();

    /** How texts grow. */
    private static final class CurriculumOptions {
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
                + " Default: none.")
        private int stageSteps = Integer.MAX_VALUE;

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

        private Curriculum curriculum() {
            return new Curriculum(segments, !fixedLength, advanceAt, advanceBatches, stageSteps);
        }

        private Optional<LengthRamp> ramp() {
            return growFrom == null
                    ? Optional.empty()
                    : Optional.of(new LengthRamp(growFrom, growBy, 0.96, BATCHES_OF_RAMP));
        }

        private DifficultyRamp difficulty() {
            return new DifficultyRamp(difficultyFrom, difficultyBy, 0.95, BATCHES_OF_DIFFICULTY);
        }
    }

    /** Carried state. */
    private static final class CarriedStateOptions {
        @Option(names = "--carry", paramLabel = "N", description = "Behind the curriculum, read texts without end in"
                + " windows of up to N segments. Default: no carried state.")
        private Integer carry;

        @Option(names = "--carry-noise", paramLabel = "S", description = "Standard deviation of the noise on the memory"
                + " after each segment. Default: 0.1.")
        private double noise = 0.1;

        @Option(names = "--carry-restart", paramLabel = "P", description = "Probability that a text ends after a window"
                + " that was answered rightly. Default: 0.08.")
        private double restart = 0.08;

        @Option(names = "--carry-pool", paramLabel = "P", description = "Probability that a text begins with a memory"
                + " that has read filler only. Default: 0.6.")
        private double pool = 0.6;

        @Option(names = "--carry-pool-restart", paramLabel = "P", description = "Probability, for each step, that such"
                + " a memory begins anew. Default: 0.003.")
        private double poolRestart = 0.003;

        private Optional<CarryOptions> options() {
            return carry == null
                    ? Optional.empty()
                    : Optional.of(new CarryOptions(carry, noise, restart, pool, poolRestart));
        }
    }

    /** What may be left as it is. */
    enum Frozen {
        /** All but the memory. */
        BACKBONE
    }

    /** How parameters change. */
    private static final class StepOptions {
        @Option(names = "--steps", paramLabel = "N", description = "Steps of the whole run. Default: 3000.")
        private int steps = 3000;

        @Option(names = "--batch", paramLabel = "N", description = "Texts side by side. Default: 64.")
        private int batch = 64;

        @Option(names = "--accumulate", paramLabel = "N", description = "Batches of one step. Default: 1.")
        private int accumulate = 1;

        @Option(names = "--lr", paramLabel = "R", description = "Largest learning rate. Default: 0.001.")
        private double learningRate = 1e-3;

        @Option(names = "--warmup", paramLabel = "N", description = "Steps that the learning rate grows for. Default:"
                + " 100, or a tenth of --steps if that is less.")
        private Integer warmUp;

        @Option(names = "--schedule", paramLabel = "S", description = "How it falls from there to 2 %% of it over the"
                + " run: cosine, linear or constant. Default: cosine.")
        private Schedule schedule = Schedule.COSINE;

        @Option(names = "--memory-lr-factor", paramLabel = "F", description = "Factor of the learning rate for the"
                + " initial memory. Default: 1.")
        private double memoryRate = 1;

        @Option(names = "--weight-decay", paramLabel = "D", description = "Decoupled decay of matrices. Default: 0.01.")
        private double weightDecay = 0.01;

        @Option(names = "--beta1", paramLabel = "B", description = "Decay of AdamW's first moment. Default: 0.9.")
        private double beta1 = 0.9;

        @Option(names = "--beta2", paramLabel = "B", description = "Decay of its second moment. Default: 0.99.")
        private double beta2 = 0.99;

        @Option(names = "--clip-norm", paramLabel = "C", description = "Largest norm of all gradients together; 0 for"
                + " any. Default: 1.")
        private double clipNorm = 1;

        @Option(names = "--clip-value", paramLabel = "C", description = "Largest value of a gradient. Default: any.")
        private Double clipValue;

        @Option(names = "--freeze", paramLabel = "PART", description = "backbone: train the initial memory alone.")
        private Frozen frozen;

        @Option(names = "--bptt", paramLabel = "K", description = "Cut the gradient of the memory after segment s (from"
                + " 0) of n, if s >= 1 and s + K <= n. Default: nowhere.")
        private Integer bptt;

        private LearningRate learningRate() {
            return new LearningRate(schedule, learningRate, warmUp == null ? Math.min(100, steps / 10) : warmUp,
                    steps);
        }

        private OptimizerOptions optimizer() {
            return new OptimizerOptions(new AdamWScalars(beta1, beta2, 1e-8, weightDecay),
                    clipNorm == 0 ? OptionalDouble.empty() : OptionalDouble.of(clipNorm),
                    clipValue == null ? OptionalDouble.empty() : OptionalDouble.of(clipValue), memoryRate,
                    frozen == Frozen.BACKBONE);
        }
    }

    /** What a person watches. */
    private static final class WatchOptions {
        @Option(names = "--eval-every", paramLabel = "N", description = "Steps from one measurement on texts of their"
                + " own to the next. Default: 100.")
        private int evalEvery = 100;

        @Option(names = "--eval-samples", paramLabel = "N", description = "Texts of each task of a measurement; whole"
                + " batches. Default: 128.")
        private int evalSamples = 128;

        @Option(names = "--eval-segments", paramLabel = "N", description = "Segments of these texts. Default: as many"
                + " as the stage trains.")
        private Integer evalSegments;

        @Option(names = "--save-every", paramLabel = "N", description = "Steps from one saved state to the next."
                + " Default: 100.")
        private int saveEvery = 100;

        @Option(names = "--restart-after", paramLabel = "N", description = "Steps of the first stage after which a run"
                + " that is still at chance begins anew with another seed. Default: 1500.")
        private int restartAfter = 1500;

        @Option(names = "--restarts", paramLabel = "N", description = "How often at most. Default: 3.")
        private int restarts = 3;

        @Option(names = "--seed", paramLabel = "S", description = "Seed of everything random. Default: 1.")
        private long seed = 1;

        private EvaluationPlan evaluation() {
            return new EvaluationPlan(evalEvery, evalSamples,
                    evalSegments == null ? OptionalInt.empty() : OptionalInt.of(evalSegments));
        }
    }

    /** The seed that the user asked for. */
    long seed() {
        return watch.seed;
    }

    /**
     * All that decides the numbers.
     *
     * @param seed in place of {@link #seed}, after restarts
     * @param restarts how often it began anew before
     * @throws IllegalArgumentException if an option is out of its range; the message says what it may be
     */
    TrainingPlan plan(long seed, int restarts) {
        return new TrainingPlan(steps.batch, steps.accumulate, steps.learningRate(), steps.optimizer(),
                steps.bptt == null ? OptionalInt.empty() : OptionalInt.of(steps.bptt), curriculum.curriculum(),
                curriculum.ramp(), Optional.of(curriculum.difficulty()), carry.options(), watch.evaluation(),
                new RestartPlan(watch.restartAfter, watch.restarts - restarts), watch.saveEvery, seed);
    }
}
