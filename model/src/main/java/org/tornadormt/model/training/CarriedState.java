package org.tornadormt.model.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.task.CarriedTask;
import org.tornadormt.model.task.CarriedWindow;
import org.tornadormt.model.training.RunSeeds.Use;

/**
 * Texts whose memory goes on over steps, cut off from its gradient. A text ends when it was answered wrongly, when its
 * facts are not in the memory, or by chance; so its age grows by itself as accuracy rises. A new text begins with the
 * initial memory, or with one of a pool that have read filler only: so writing is learned after a long empty stretch
 * too.
 */
final class CarriedState {
    private static final String MEMORY = ".memory";
    private static final String POOL = ".pool";

    private final CarryOptions options;
    private final List<CarriedTask> tasks;
    private final int segmentSize;
    private final RunSeeds seeds;
    private final String name;
    private final CarriedRow[] rows;
    private final int memorySize;
    private float[] memory;
    private float[] pool;

    /**
     * Texts that all begin.
     *
     * @param index number of these texts among those of the run
     * @param batch texts side by side
     * @param initial the initial memory, {@code [numMemTokens, embeddingSize]}
     */
    CarriedState(CarryOptions options, List<CarriedTask> tasks, int segmentSize, RunSeeds seeds, int index, int batch,
            float[] initial) {
        this.options = options;
        this.tasks = List.copyOf(tasks);
        this.segmentSize = segmentSize;
        this.seeds = seeds;
        name = "carried." + index;
        memorySize = initial.length;
        rows = new CarriedRow[batch];
        for (int b = 0; b < batch; b++) {
            rows[b] = CarriedRow.first(seeds.of(Use.CARRIED_TEXT, -1 - ((long) index * batch + b)), false);
        }
        memory = repeated(initial, batch);
        pool = memory.clone();
    }

    /** The memory of as many texts that begin. */
    static float[] repeated(float[] initial, int texts) {
        float[] memory = new float[texts * initial.length];
        for (int b = 0; b < texts; b++) {
            System.arraycopy(initial, 0, memory, b * initial.length, initial.length);
        }
        return memory;
    }

    /**
     * Reads the next window of every text, adds its gradients to those in the runner, and moves on.
     *
     * @param number of this call among all of the run
     * @param initial the initial memory as it is now
     * @param scale factor of every term of the loss, times the number of labels
     */
    StepGradients step(TrainingRunner runner, OptionalInt depth, long number, float[] initial, float scale) {
        RandomGenerator random = seeds.random(Use.CARRY, number);
        int segments = 1 + random.nextInt(options.mostSegments());
        List<CarriedWindow> windows = windows(segments);
        Batch batch = Batch.of(windows.stream().map(CarriedWindow::text).toList());
        for (int b = 0; b < rows.length; b++) {
            if (rows[b].isFresh()) {
                System.arraycopy(initial, 0, memory, b * memorySize, memorySize);
            }
        }
        MemoryReplay replay = new MemoryReplay(depth, options.noise() == 0
                ? MemoryReplay.Change.NONE
                : values -> addNoise(values, random));
        int labels = batch.labels();
        MemoryReplay.Result result = replay.run(runner, memory, batch.segments(), batch.targets(),
                scale / Math.max(1, labels));
        float[] gradient = ofInitialMemory(result.memoryGradient());
        memory = result.lastMemory();
        readFiller(runner, number, random, initial);
        moveOn(random, number, segments, windows, result.missed());
        return new StepGradients(result.loss(), gradient, segments, segmentSize, batch.tokens());
    }

    private List<CarriedWindow> windows(int segments) {
        List<CarriedWindow> windows = new ArrayList<>();
        for (int b = 0; b < rows.length; b++) {
            CarriedRow row = rows[b];
            windows.add(taskOf(b).window(row.seed(), row.window(), row.fromPool(), segments, segmentSize));
        }
        return windows;
    }

    private CarriedTask taskOf(int row) {
        return tasks.get(row % tasks.size());
    }

    private void addNoise(float[] values, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (options.noise() * random.nextGaussian());
        }
    }

    /** The gradient of the initial memory comes from the texts that began with it. */
    private float[] ofInitialMemory(float[] gradient) {
        for (int b = 0; b < rows.length; b++) {
            if (!rows[b].isFresh()) {
                Arrays.fill(gradient, b * memorySize, (b + 1) * memorySize, 0f);
            }
        }
        return gradient;
    }

    private void readFiller(TrainingRunner runner, long number, RandomGenerator random, float[] initial) {
        if (options.fromPool() == 0) {
            return;
        }
        int[][] filler = new int[rows.length][];
        for (int b = 0; b < rows.length; b++) {
            long seed = seeds.of(Use.POOL, number * rows.length + b);
            filler[b] = taskOf(b).filler(seed, 1, segmentSize).getFirst();
        }
        runner.restore(pool);
        runner.read(filler);
        pool = runner.memory();
        for (int b = 0; b < rows.length; b++) {
            if (random.nextDouble() < options.poolRestart()) {
                System.arraycopy(initial, 0, pool, b * memorySize, memorySize);
            }
        }
    }

    private void moveOn(RandomGenerator random, long number, int segments, List<CarriedWindow> windows,
            boolean[] missed) {
        for (int b = 0; b < rows.length; b++) {
            boolean ends = random.nextDouble() < options.restart();
            boolean fromPool = random.nextDouble() < options.fromPool();
            int drawn = random.nextInt(rows.length);
            if (!ends && !missed[b] && windows.get(b).told()) {
                rows[b] = rows[b].next(segments - 1);
                continue;
            }
            rows[b] = CarriedRow.first(seeds.of(Use.CARRIED_TEXT, number * rows.length + b), fromPool);
            if (fromPool) {
                System.arraycopy(pool, drawn * memorySize, memory, b * memorySize, memorySize);
            }
        }
    }

    /** Segments that the oldest text has read. */
    int oldest() {
        return Arrays.stream(rows).mapToInt(CarriedRow::age).max().orElseThrow();
    }

    /** What {@link #restore} needs besides {@link #rows}. */
    List<Tensor> tensors() {
        return List.of(Tensor.ofFloats(name + MEMORY, List.of((long) memory.length), memory),
                Tensor.ofFloats(name + POOL, List.of((long) pool.length), pool));
    }

    /** The texts, as JSON. */
    ArrayNode rows() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (CarriedRow row : rows) {
            array.add(row.json());
        }
        return array;
    }

    /** Goes on from a saved state. */
    void restore(TensorSource tensors, JsonNode savedRows) {
        memory = tensors.tensor(name + MEMORY).requireShape(memory.length).toFloats();
        pool = tensors.tensor(name + POOL).requireShape(pool.length).toFloats();
        for (int b = 0; b < rows.length; b++) {
            rows[b] = CarriedRow.of(savedRows.get(b));
        }
    }
}
