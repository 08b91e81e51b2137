package org.tornadormt.model.training;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.kernels.gradient.AdamWStep;
import org.tornadormt.kernels.gradient.Clamp;
import org.tornadormt.kernels.gradient.SquaredSum;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.weights.Placement;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * AdamW with decoupled decay (arXiv 1711.05101, as {@code torch.optim.AdamW}) for the weights of a
 * {@link TrainingRunner} and the initial memory. Matrices decay, vectors do not: biases and norms. Gradients may be
 * clipped by value, and by their norm, over all parameters together.
 *
 * <p>It adds its stages to the runner's program and works on the runner's arrays, where these are; so it is made before
 * the runner runs.
 */
public final class Optimizer {
    private static final int PARTS = 256;
    private static final String TAKE = "takeGradients";
    private static final String NORM = "gradientNorm";
    private static final String UPDATE = "update";
    private static final String FETCH_MOMENTS = "fetchMoments";
    private static final String MEMORY = "memory";
    private static final String MOMENT = "moment.";

    private final OptimizerOptions options;
    private final FloatArray memory;
    private final FloatArray memoryGradient;
    private final FloatArray decaying = new FloatArray(AdamWScalars.SIZE);
    private final FloatArray others = new FloatArray(AdamWScalars.SIZE);
    private final FloatArray ofMemory = new FloatArray(AdamWScalars.SIZE);
    private final List<FloatArray> squares = new ArrayList<>();
    private final List<FloatArray> moments = new ArrayList<>();
    private final TrainingRunner runner;
    private final Optional<LoraAdapters> adapters;
    private int steps;

    /** What a step needs of each parameter, and what of it the host writes and reads. */
    private record Launches(List<Launch> takes, List<Launch> clamps, List<Launch> norms, List<Launch> updates,
            List<FloatArray> inputs, List<FloatArray> outputs) {}

    /** Prepares a runner to train all parameters. */
    public Optimizer(TrainingRunner runner, float[] initialMemory, AdamWScalars settings, OptionalDouble maxNorm) {
        this(runner, initialMemory, OptimizerOptions.of(settings, maxNorm), Optional.empty());
    }

    /**
     * Prepares a runner.
     *
     * @param initialMemory the memory that texts begin with, {@code [numMemTokens, embeddingSize]}, trained too
     * @param adapters what is trained in place of the weights, if the options have some
     */
    Optimizer(TrainingRunner runner, float[] initialMemory, OptimizerOptions options,
            Optional<LoraAdapters> adapters) {
        this.runner = runner;
        this.options = options;
        this.adapters = adapters;
        memory = FloatArray.fromArray(initialMemory.length == 0 ? new float[1] : initialMemory);
        memoryGradient = zeros(memory.getSize());
        Launches launches = new Launches(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>());
        List<TrainedArray> trained = adapters.map(LoraAdapters::arrays)
                .orElseGet(() -> options.memoryOnly() ? List.of() : weights(runner));
        trained.forEach(array -> add(launches, array, array.matrix() ? decaying : others));
        add(launches, new TrainedArray(memory, memoryGradient, true, true), ofMemory);
        launches.takes().addAll(launches.clamps());
        trained.stream().map(array -> array.matrix() ? decaying : others).distinct().forEach(launches.inputs()::add);
        launches.inputs().add(ofMemory);
        launches.outputs().addAll(squares);
        runner.record(builder -> builder.stage(TAKE, launches.takes()).stage(NORM, launches.norms())
                .stage(UPDATE, launches.updates()).fetch(FETCH_MOMENTS, moments)
                .inputs(launches.inputs().toArray(FloatArray[]::new))
                .outputs(launches.outputs().toArray(FloatArray[]::new)));
    }

    /** The arrays of all weights in the order of the checkpoint. */
    private static List<TrainedArray> weights(TrainingRunner runner) {
        Set<FloatArray> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<TrainedArray> arrays = new ArrayList<>();
        for (Placement placement : runner.weights().parameters().placements()) {
            if (seen.add(placement.array())) {
                arrays.add(new TrainedArray(placement.array(), runner.gradientOf(placement.array()),
                        placement.shape().size() >= 2, false));
            }
        }
        return arrays;
    }

    private void add(Launches launches, TrainedArray trained, FloatArray scalars) {
        int size = trained.values().getSize();
        FloatArray gradient = trained.gradient();
        if (trained.ofHost()) {
            gradient = zeros(size);
            launches.takes().add(CopyArray.launch(trained.gradient(), gradient));
            launches.inputs().add(trained.gradient());
            launches.outputs().add(trained.values());
        }
        FloatArray sums = zeros(PARTS);
        FloatArray first = zeros(size);
        FloatArray second = zeros(size);
        squares.add(sums);
        moments.addAll(List.of(first, second));
        if (options.maxValue().isPresent()) {
            launches.clamps().add(Clamp.launch(gradient, size, (float) options.maxValue().getAsDouble()));
        }
        launches.norms().add(SquaredSum.launch(gradient, sums, size));
        launches.updates().add(AdamWStep.launch(trained.values(), gradient, first, second, scalars, size));
    }

    private static FloatArray zeros(int size) {
        FloatArray array = new FloatArray(size);
        array.init(0f);
        return array;
    }

    /**
     * Changes all parameters by one step.
     *
     * @param learningRate of this step
     * @param memoryGradients gradient of the memory that each text began with,
     *            {@code [sequences, numMemTokens, embeddingSize]}; they are added up
     * @return the norm of the gradients before it was clipped
     * @throws ModelException if it is not finite; nothing has changed then
     */
    public double step(double learningRate, float[] memoryGradients) {
        memoryGradient.init(0f);
        for (int i = 0; i < memoryGradients.length; i++) {
            int at = i % memory.getSize();
            memoryGradient.set(at, memoryGradient.get(at) + memoryGradients[i]);
        }
        adapters.ifPresent(LoraAdapters::goBack);
        runner.run(TAKE);
        double norm = norm();
        if (!Double.isFinite(norm)) {
            throw new ModelException("step " + (steps + 1) + ": the gradients are NaN or infinite; lower the learning"
                    + " rate, or clip the gradients");
        }
        double maxNorm = options.maxNorm().orElse(Double.POSITIVE_INFINITY);
        double scale = norm > maxNorm ? maxNorm / norm : 1;
        steps++;
        options.adamW().fill(steps, learningRate, scale, decaying);
        options.adamW().withoutDecay().fill(steps, learningRate, scale, others);
        options.adamW().fill(steps, learningRate * options.memoryRate(), scale, ofMemory);
        runner.run(UPDATE);
        adapters.ifPresent(LoraAdapters::merge);
        return norm;
    }

    private double norm() {
        runner.run(NORM);
        double sum = 0;
        for (FloatArray parts : squares) {
            for (int i = 0; i < PARTS; i++) {
                sum += parts.get(i);
            }
        }
        return Math.sqrt(sum);
    }

    /** The initial memory as it is now, {@code [numMemTokens, embeddingSize]}. */
    public float[] memory() {
        return memory.toHeapArray();
    }

    /** Steps so far. */
    public int steps() {
        return steps;
    }

    /** The initial memory, the moments and the adapters, to go on from with {@link #restore}. */
    public List<Tensor> state() {
        runner.run(FETCH_MOMENTS);
        List<Tensor> state = new ArrayList<>(List.of(tensor(MEMORY, memory)));
        for (int i = 0; i < moments.size(); i++) {
            state.add(tensor(MOMENT + i, moments.get(i)));
        }
        adapters.ifPresent(lora -> state.addAll(lora.state()));
        return state;
    }

    private static Tensor tensor(String name, FloatArray array) {
        return Tensor.ofFloats(name, List.of((long) array.getSize()), array.toHeapArray());
    }

    /**
     * Goes on from a state of an optimizer of the same parameters; called before the runner runs.
     *
     * @param stepsBefore steps that were taken to get there
     * @throws org.tornadormt.checkpoints.CheckpointException if it is of other parameters
     */
    public void restore(TensorSource state, int stepsBefore) {
        runner.requireNothingRan();
        copy(state.tensor(MEMORY), memory);
        for (int i = 0; i < moments.size(); i++) {
            copy(state.tensor(MOMENT + i), moments.get(i));
        }
        adapters.ifPresent(lora -> lora.restore(state));
        steps = stepsBefore;
    }

    private static void copy(Tensor tensor, FloatArray target) {
        MemorySegment segment = target.getSegment();
        tensor.requireShape(target.getSize()).copyFloatsTo(segment, 0);
    }
}
