package org.tornadormt.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.training.CarryOptions;
import org.tornadormt.model.training.EvaluationPlan;
import org.tornadormt.model.training.LearningRate;
import org.tornadormt.model.training.LearningRate.Schedule;
import org.tornadormt.model.training.LoraOptions;
import org.tornadormt.model.training.OptimizerOptions;
import org.tornadormt.model.training.RestartPlan;
import org.tornadormt.model.training.TrainingPlan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a run of training that decide its numbers; they are kept with its state. */
final class TrainOptions {
    @ArgGroup(validate = false, heading = "%nModel:%n", order = 1)
    TrainModelOptions model = new TrainModelOptions();

    @ArgGroup(validate = false, heading = "%nTexts:%n", order = 2)
    TrainTaskOptions tasks = new TrainTaskOptions();

    @ArgGroup(validate = false, heading = "%nTexts from files:%n", order = 3)
    TrainDataOptions data = new TrainDataOptions();

    @ArgGroup(validate = false, heading = "%nCurriculum:%n", order = 4)
    private TrainCurriculumOptions curriculum = new TrainCurriculumOptions();

    @ArgGroup(validate = false, heading = "%nCarried state (the last stage; docs/training.md):%n", order = 5)
    private CarriedStateOptions carry = new CarriedStateOptions();

    @ArgGroup(validate = false, heading = "%nSteps:%n", order = 6)
    private StepOptions steps = new StepOptions();

    @ArgGroup(validate = false, heading = "%nMeasuring and saving:%n", order = 7)
    private WatchOptions watch = new WatchOptions();

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

        @Option(names = "--lora", paramLabel = "R[,A]", converter = LoraChoice.class, description = "Train low-rank"
                + " adapters of the attention projections, of rank R and alpha A, and the initial memory; all else stays"
                + " as it is. Default of A: 4 R.")
        private LoraOptions lora;

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
                    frozen == Frozen.BACKBONE, Optional.ofNullable(lora));
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
                steps.bptt == null ? OptionalInt.empty() : OptionalInt.of(steps.bptt),
                curriculum.curriculum(data.isGiven() ? OptionalInt.of(steps.steps) : OptionalInt.empty()),
                curriculum.ramp(), Optional.of(curriculum.difficulty()), carry.options(), watch.evaluation(),
                new RestartPlan(watch.restartAfter, watch.restarts - restarts), watch.saveEvery, seed);
    }
}
