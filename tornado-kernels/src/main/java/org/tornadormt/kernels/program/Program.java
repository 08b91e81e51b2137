package org.tornadormt.kernels.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * What a device is asked to do, recorded once: stages of launches over arrays that they share.
 *
 * <p>Arrays have a role. <em>Inputs</em> are written by the host and go to the device each time that their stage runs;
 * <em>outputs</em> come back each time that their stage runs. Each belongs to one stage: what other stages need of it
 * is copied by a launch, and what the host wants only sometimes gets a stage of its own. All other arrays stay where
 * the work is: constants (weights), which no launch writes and which are copied once, and state (memory, caches,
 * intermediate results, weights in training), which launches write. A stage that {@linkplain Builder#fetch fetches}
 * brings state to the host without a copy on the device.
 */
public final class Program {
    private final String name;
    private final List<Stage> stages;
    private final Set<TornadoNativeArray> inputs;
    private final Set<TornadoNativeArray> outputs;

    private Program(Builder builder) {
        name = builder.name;
        stages = List.copyOf(builder.stages);
        inputs = builder.inputs;
        outputs = builder.outputs;
    }

    /** Starts a program; {@code name} appears in messages and profiles. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its stages, in the order in which they were recorded. */
    public List<Stage> stages() {
        return stages;
    }

    /** Whether the host writes this array. */
    public boolean isInput(TornadoNativeArray array) {
        return inputs.contains(array);
    }

    /** Whether this array comes back to the host. */
    public boolean isOutput(TornadoNativeArray array) {
        return outputs.contains(array);
    }

    /** The stage of that name. */
    public Stage stage(String stageName) {
        return stages.stream().filter(stage -> stage.name().equals(stageName)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("program " + name + " has no stage " + stageName));
    }

    /** The arrays that a stage uses, each once, in the order of first use. */
    public static List<TornadoNativeArray> arraysOf(Stage stage) {
        Set<TornadoNativeArray> seen = identitySet();
        List<TornadoNativeArray> arrays = new ArrayList<>();
        for (Launch launch : stage.launches()) {
            for (Object argument : launch.arguments()) {
                if (argument instanceof TornadoNativeArray array && seen.add(array)) {
                    arrays.add(array);
                }
            }
        }
        stage.fetched().stream().filter(seen::add).forEach(arrays::add);
        return arrays;
    }

    /** Bytes of all arrays of the program together: what it needs on a device. */
    public long bytes() {
        Set<TornadoNativeArray> all = identitySet();
        stages.forEach(stage -> all.addAll(arraysOf(stage)));
        return all.stream().mapToLong(TornadoNativeArray::getNumBytesOfSegmentWithHeader).sum();
    }

    /** The arrays that more than one stage uses, each once: what must be handed from stage to stage. */
    public List<TornadoNativeArray> sharedArrays() {
        Set<TornadoNativeArray> once = identitySet();
        Set<TornadoNativeArray> seen = identitySet();
        List<TornadoNativeArray> shared = new ArrayList<>();
        for (Stage stage : stages) {
            for (TornadoNativeArray array : arraysOf(stage)) {
                if (!once.add(array) && seen.add(array)) {
                    shared.add(array);
                }
            }
        }
        return shared;
    }

    private static Set<TornadoNativeArray> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Records a program. */
    public static final class Builder {
        private final String name;
        private final List<Stage> stages = new ArrayList<>();
        private final Set<TornadoNativeArray> inputs = identitySet();
        private final Set<TornadoNativeArray> outputs = identitySet();

        private Builder(String name) {
            this.name = name;
        }

        /** Declares arrays that the host writes before a run of their stage. */
        public Builder inputs(TornadoNativeArray... arrays) {
            inputs.addAll(List.of(arrays));
            return this;
        }

        /** Declares arrays that the host finds filled after a run of their stage. */
        public Builder outputs(TornadoNativeArray... arrays) {
            outputs.addAll(List.of(arrays));
            return this;
        }

        /** Records the next stage. */
        public Builder stage(String stageName, List<Launch> launches) {
            return add(new Stage(stageName, launches));
        }

        /** Records a stage that brings arrays to the host, as they are when it runs; other stages may use them too. */
        public Builder fetch(String stageName, List<? extends TornadoNativeArray> arrays) {
            return add(new Stage(stageName, List.of(), List.copyOf(arrays)));
        }

        private Builder add(Stage stage) {
            if (stages.stream().anyMatch(other -> other.name().equals(stage.name()))) {
                throw new IllegalArgumentException("program " + name + " has two stages " + stage.name());
            }
            stages.add(stage);
            return this;
        }

        /**
         * Ends the recording.
         *
         * @throws IllegalArgumentException if a launch uses an array without saying how, writes an input, or if an
         *             input or output is not used by exactly one stage
         */
        public Program build() {
            for (Stage stage : stages) {
                stage.launches().forEach(launch -> checkAccess(stage, launch));
            }
            for (Set<TornadoNativeArray> ends : List.of(inputs, outputs)) {
                ends.forEach(this::checkOneStage);
            }
            return new Program(this);
        }

        private void checkOneStage(TornadoNativeArray array) {
            long users = stages.stream().filter(stage -> contains(arraysOf(stage), array)).count();
            if (users != 1) {
                throw new IllegalArgumentException(
                        "program " + name + ": an input or output is used by " + users + " stages, not by one");
            }
        }

        private void checkAccess(Stage stage, Launch launch) {
            for (Object argument : launch.arguments()) {
                boolean array = argument instanceof TornadoNativeArray;
                boolean declared = contains(launch.reads(), argument) || contains(launch.writes(), argument);
                if (array && !declared) {
                    throw new IllegalArgumentException("kernel " + launch.name() + " in stage " + stage.name()
                            + " does not say how it uses one of its arrays");
                }
                if (array && inputs.contains(argument) && contains(launch.writes(), argument)) {
                    throw new IllegalArgumentException(
                            "kernel " + launch.name() + " in stage " + stage.name() + " writes an input");
                }
            }
        }

        private static boolean contains(List<TornadoNativeArray> arrays, Object candidate) {
            return arrays.stream().anyMatch(array -> array == candidate);
        }
    }
}
