package org.tornadormt.kernels.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.program.RowForm;
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
        String software = Runtime.version() + " of " + System.getProperty("java.vendor");
        return new DeviceInfo(definitionsOnly ? "jvm:plain" : "jvm", "JVM", java, how, software);
    }

    @Override
    public Optional<DeviceLimits> limits() {
        return Optional.empty();
    }

    @Override
    public Executable compile(Program program) {
        return new JvmExecutable(program);
    }

    private final class JvmExecutable implements Executable {
        /** What each stage calls, made once: nothing is allocated when a stage runs. */
        private final Map<String, Runnable[]> stages = new HashMap<>();
        private final String program;

        private JvmExecutable(Program program) {
            this.program = program.name();
            for (Stage stage : program.stages()) {
                stages.put(stage.name(), stage.launches().stream().map(this::call).toArray(Runnable[]::new));
            }
        }

        private Runnable call(Launch launch) {
            if (definitionsOnly || launch.rowForm().isEmpty()) {
                return launch::runDefinition;
            }
            RowForm form = launch.rowForm().get();
            return () -> workers.compute(form);
        }

        @Override
        public void run(String stageName, int times) {
            Runnable[] calls = stages.get(stageName);
            if (calls == null) {
                throw new IllegalArgumentException("program " + program + " has no stage " + stageName);
            }
            for (int i = 0; i < times; i++) {
                for (Runnable call : calls) {
                    call.run();
                }
            }
        }

        @Override
        public void close() {}
    }
}
