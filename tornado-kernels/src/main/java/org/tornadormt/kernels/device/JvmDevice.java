package org.tornadormt.kernels.device;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.program.Stage;
import org.tornadormt.kernels.vector.VectorForms;

/**
 * The JVM itself: launches are called as the Java methods that they are. Where an operation has a form for the JVM,
 * that form runs instead of its definition, spread over threads.
 */
public final class JvmDevice implements Device {
    private final boolean definitionsOnly;
    private final Workers workers;

    private JvmDevice(boolean definitionsOnly, Workers workers) {
        this.definitionsOnly = definitionsOnly;
        this.workers = workers;
    }

    /** Runs the fastest form of each operation on {@code threads} threads. */
    public static JvmDevice withThreads(int threads) {
        return new JvmDevice(false, new Workers(threads));
    }

    /** Runs the definitions only, on the calling thread: slow, and what everything else is held against. */
    public static JvmDevice definitionsOnly() {
        return new JvmDevice(true, new Workers(1));
    }

    @Override
    public DeviceInfo info() {
        String java = "Java " + Runtime.version().feature();
        String how = definitionsOnly ? "plain loops, 1 thread"
                : VectorForms.describe() + ", " + workers.threads() + " threads";
        return new DeviceInfo(definitionsOnly ? "jvm:plain" : "jvm", "JVM", java, how);
    }

    @Override
    public Executable compile(Program program) {
        return new JvmExecutable(program);
    }

    private void run(Launch launch) {
        if (definitionsOnly || launch.rowForm().isEmpty()) {
            launch.runDefinition();
        } else {
            workers.compute(launch.rowForm().get());
        }
    }

    private final class JvmExecutable implements Executable {
        private final Program program;

        private JvmExecutable(Program program) {
            this.program = program;
        }

        @Override
        public void run(String stageName, int times) {
            Stage stage = program.stage(stageName);
            for (int i = 0; i < times; i++) {
                stage.launches().forEach(JvmDevice.this::run);
            }
        }

        @Override
        public void close() {}
    }
}
