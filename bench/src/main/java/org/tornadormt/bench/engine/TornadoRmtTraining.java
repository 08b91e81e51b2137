package org.tornadormt.bench.engine;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.kernels.gradient.AdamWScalars;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TrainingRunner;
import org.tornadormt.model.training.MemoryReplay;
import org.tornadormt.model.training.Optimizer;

/** This project on the JVM, as {@code rmt train} takes its steps: every segment but the last is run twice. */
final class TornadoRmtTraining implements TrainingEngine {
    private final Device device;
    private final TrainingRunner runner;
    private final Optimizer optimizer;
    private final MemoryReplay replay = new MemoryReplay(OptionalInt.empty());
    private final int batch;

    TornadoRmtTraining(BenchCheckpoint checkpoint, int batch, int threads) {
        this.batch = batch;
        RmtModel model = RmtModel.load(checkpoint.folder(), LoadOptions.defaults());
        device = Devices.find(threads).choose("jvm");
        runner = new TrainingRunner(model, device, batch, checkpoint.shape().segmentSize());
        optimizer = new Optimizer(runner, model.initialMemory().vectors(),
                new AdamWScalars(BETA1, BETA2, EPSILON, WEIGHT_DECAY), OptionalDouble.empty());
    }

    @Override
    public String description() {
        return "TornadoRMT, " + device.info().describe();
    }

    @Override
    public double step(TrainingTexts texts) {
        float[] memory = optimizer.memory();
        float[] start = new float[batch * memory.length];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(memory, 0, start, b * memory.length, memory.length);
        }
        runner.zeroGradients();
        MemoryReplay.Result result = replay.run(runner, start, texts.segments(), texts.targets(),
                1f / texts.terms());
        optimizer.step(LEARNING_RATE, result.memoryGradient());
        return result.loss().sum() / texts.terms();
    }

    @Override
    public void close() {
        runner.close();
    }
}
