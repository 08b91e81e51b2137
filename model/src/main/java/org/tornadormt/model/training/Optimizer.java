package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.kernels.gradient.AdamWStep;
import org.tornadormt.kernels.gradient.SquaredSum;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.weights.Parameters;
import org.tornadormt.model.weights.Placement;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * AdamW with decoupled decay (arXiv 1711.05101, as {@code torch.optim.AdamW}) for the weights of a
 * {@link TrainingRunner} and the initial memory. Matrices decay, vectors do not: biases and norms. Gradients may be
 * clipped by their norm, over all parameters together.
 *
 * <p>It works on the arrays of the runner, so the device must be the JVM, as the runner's.
 */
public final class Optimizer implements AutoCloseable {
    private static final int PARTS = 256;
    private static final String NORM = "gradientNorm";
    private static final String UPDATE = "update";

    private final AdamWScalars settings;
    private final OptionalDouble maxNorm;
    private final FloatArray memory;
    private final FloatArray memoryGradient;
    private final FloatArray decaying = new FloatArray(AdamWScalars.SIZE);
    private final FloatArray others = new FloatArray(AdamWScalars.SIZE);
    private final List<FloatArray> squares = new ArrayList<>();
    private final Executable executable;
    private int steps;

    /**
     * Prepares a device.
     *
     * @param initialMemory the memory that texts begin with, {@code [numMemTokens, embeddingSize]}, trained too
     * @param maxNorm norm of all gradients together above which they are scaled down to it
     */
    public Optimizer(TrainingRunner runner, Device device, float[] initialMemory, AdamWScalars settings,
            OptionalDouble maxNorm) {
        this.settings = settings;
        this.maxNorm = maxNorm;
        memory = FloatArray.fromArray(initialMemory.length == 0 ? new float[1] : initialMemory);
        memoryGradient = zeros(memory.getSize());
        Parameters parameters = runner.weights().parameters();
        Set<FloatArray> matrices = Collections.newSetFromMap(new IdentityHashMap<>());
        parameters.placements().stream().filter(placement -> placement.shape().size() >= 2).map(Placement::array)
                .forEach(matrices::add);
        List<Launch> norms = new ArrayList<>();
        List<Launch> updates = new ArrayList<>();
        for (FloatArray weight : parameters.arrays()) {
            add(norms, updates, weight, runner.gradientOf(weight), matrices.contains(weight) ? decaying : others);
        }
        add(norms, updates, memory, memoryGradient, decaying);
        Program.Builder builder = Program.named("optimizer").stage(NORM, norms).stage(UPDATE, updates)
                .inputs(decaying, others).outputs(squares.toArray(FloatArray[]::new));
        executable = device.compile(builder.build());
    }

    private void add(List<Launch> norms, List<Launch> updates, FloatArray weight, FloatArray gradient,
            FloatArray scalars) {
        int size = weight.getSize();
        FloatArray sums = zeros(PARTS);
        squares.add(sums);
        norms.add(SquaredSum.launch(gradient, sums, size));
        updates.add(AdamWStep.launch(weight, gradient, zeros(size), zeros(size), scalars, size));
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
     * @return the norm of the gradients before clipping
     * @throws ModelException if it is not finite; nothing has changed then
     */
    public double step(double learningRate, float[] memoryGradients) {
        memoryGradient.init(0f);
        for (int i = 0; i < memoryGradients.length; i++) {
            int at = i % memory.getSize();
            memoryGradient.set(at, memoryGradient.get(at) + memoryGradients[i]);
        }
        double norm = norm();
        if (!Double.isFinite(norm)) {
            throw new ModelException("step " + (steps + 1) + ": the gradients are NaN or infinite; lower the learning"
                    + " rate, or clip the gradients");
        }
        double scale = maxNorm.isPresent() && norm > maxNorm.getAsDouble() ? maxNorm.getAsDouble() / norm : 1;
        steps++;
        settings.fill(steps, learningRate, scale, decaying);
        settings.withoutDecay().fill(steps, learningRate, scale, others);
        executable.run(UPDATE);
        return norm;
    }

    private double norm() {
        executable.run(NORM);
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

    @Override
    public void close() {
        executable.close();
    }
}
