package org.tornadormt.kernels.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.kernels.device.StageRun.KernelTime;
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
    public Executable compile(Program program, RunListener listener) {
        return new JvmExecutable(program, listener);
    }

    /** A launch as this device runs it. */
    private record Call(String operation, String form, Runnable body) {}

    private final class JvmExecutable implements Executable {
        /** What each stage calls, made once: nothing is allocated when a stage runs and nobody listens. */
        private final Map<String, Call[]> stages = new HashMap<>();
        private final Set<String> stagesRun = new HashSet<>();
        private final String program;
        private final RunListener listener;

        private JvmExecutable(Program program, RunListener listener) {
            this.program = program.name();
            this.listener = listener;
            for (Stage stage : program.stages()) {
                stages.put(stage.name(), stage.launches().stream().map(this::call).toArray(Call[]::new));
            }
        }

        private Call call(Launch launch) {
            if (definitionsOnly || launch.rowForm().isEmpty()) {
                return new Call(launch.name(), KernelTime.DEFINITION, launch::runDefinition);
            }
            RowForm form = launch.rowForm().get();
            return new Call(launch.name(), "vectors", () -> workers.compute(form));
        }

        @Override
        public void run(String stageName, int times) {
            Call[] calls = stages.get(stageName);
            if (calls == null) {
                throw new IllegalArgumentException("program " + program + " has no stage " + stageName);
            }
            for (int i = 0; i < times; i++) {
                if (listener == RunListener.NONE) {
                    for (Call call : calls) {
                        call.body.run();
                    }
                } else {
                    runMeasured(stageName, calls);
                }
            }
        }

        private void runMeasured(String stage, Call[] calls) {
            List<KernelTime> times = new ArrayList<>(calls.length);
            long start = System.nanoTime();
            long before = start;
            for (Call call : calls) {
                call.body.run();
                long now = System.nanoTime();
                times.add(new KernelTime(call.operation, call.form, now - before));
                before = now;
            }
            listener.ran(new StageRun(stage, stagesRun.add(stage), calls.length, before - start, Optional.empty(),
                    times));
        }

        @Override
        public void close() {}
    }
}
