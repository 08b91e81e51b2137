package org.tornadormt.bench.engine;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;

/** This project, on the JVM or on a TornadoVM device. */
final class TornadoRmtEngine implements Engine {
    private final BenchShape shape;
    private final SegmentRunner runner;
    private final int[][] asked;
    private LogitRows logits;

    /**
     * Loads the checkpoint.
     *
     * @param allLogits whether logits of all tokens are computed with every segment, or, as a reader of long texts does,
     *            none
     * @throws EngineException if there is no such device, or it fails
     */
    TornadoRmtEngine(BenchCheckpoint checkpoint, int batch, int threads, boolean allLogits, String device) {
        shape = checkpoint.shape();
        RmtModel model = RmtModel.load(checkpoint.folder(), LoadOptions.defaults());
        try {
            runner = new SegmentRunner(model, Devices.find(threads).choose(device),
                    new RunnerOptions(batch, shape.segmentSize(), allLogits ? shape.segmentSize() : 0, 0));
        } catch (DeviceException e) {
            throw new EngineException(e.getMessage());
        }
        int[] everyToken = IntStream.range(0, shape.segmentSize()).toArray();
        asked = new int[batch][];
        Arrays.fill(asked, everyToken);
    }

    @Override
    public String description() {
        return "TornadoRMT, " + runner.device().describe();
    }

    @Override
    public void reset() {
        IntStream.range(0, asked.length).forEach(runner::reset);
    }

    @Override
    public void segment(int[][] ids) {
        runner.run(ids);
        if (runner.options().logitsPerSequence() > 0) {
            logits = runner.logits(asked);
        }
    }

    @Override
    public float[] logits() {
        return logits.values().toHeapArray();
    }

    @Override
    public float[] memory() {
        float[] all = new float[asked.length * shape.numMemTokens() * shape.hiddenSize()];
        for (int b = 0; b < asked.length; b++) {
            float[] memory = runner.memory(b);
            System.arraycopy(memory, 0, all, b * memory.length, memory.length);
        }
        return all;
    }

    @Override
    public void close() {
        runner.close();
    }
}
