package org.tornadormt.kernels.device;

/** A program that is ready to run on a device, with its arrays there. Not for use by several threads at once. */
public interface Executable extends AutoCloseable {

    /** Runs a stage once. */
    default void run(String stage) {
        run(stage, 1);
    }

    /**
     * Runs a stage {@code times} times in a row. The stage's inputs are read from the host's arrays as they are now;
     * its outputs, and what it fetches, are in the host's arrays on return.
     *
     * @throws DeviceException if the device fails
     */
    void run(String stage, int times);

    /** Frees what it holds on the device. */
    @Override
    void close();
}
