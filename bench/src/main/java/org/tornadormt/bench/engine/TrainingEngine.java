package org.tornadormt.bench.engine;

/**
 * A GPT-2 with recurrent memory in training. A step reads a batch of texts through the memory, goes back through all of
 * their segments, and changes every weight and the initial memory by AdamW with {@link #LEARNING_RATE}, {@link #BETA1},
 * {@link #BETA2}, {@link #EPSILON} and {@link #WEIGHT_DECAY}, which vectors (biases and norms) do not have.
 */
public interface TrainingEngine extends AutoCloseable {
    /** Of each step. */
    double LEARNING_RATE = 1e-3;
    /** Decay of the first moment. */
    double BETA1 = 0.9;
    /** Decay of the second moment. */
    double BETA2 = 0.999;
    /** What is added to the root of the second moment. */
    double EPSILON = 1e-8;
    /** Decoupled decay of matrices. */
    double WEIGHT_DECAY = 0.01;

    /** Library and version, vector instructions and threads, as far as the engine tells: for reports. */
    String description();

    /**
     * Takes a step. This is what is timed.
     *
     * @return mean cross-entropy of every token but the first of each text, before the step
     */
    double step(TrainingTexts texts);

    /** Frees what it holds. */
    @Override
    void close();

    /**
     * Opens an engine with the weights of a checkpoint.
     *
     * @param name {@code tornadormt} or {@code djl-eager}: what runs a stored graph has no way back
     * @param batch texts side by side
     * @param threads that it may use
     * @throws EngineException if it cannot be used here, or there is none of that name
     */
    static TrainingEngine open(String name, BenchCheckpoint checkpoint, int batch, int threads) {
        return switch (name) {
            case Engines.TORNADORMT -> new TornadoRmtTraining(checkpoint, batch, threads);
            case Engines.DJL_EAGER -> DjlTraining.open(checkpoint, batch, threads);
            default -> throw new EngineException("the engine " + name + " does not train; choose from "
                    + Engines.TORNADORMT + ", " + Engines.DJL_EAGER);
        };
    }
}
