package org.tornadormt.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tornadormt.bench.engine.BenchShape;
import org.tornadormt.bench.engine.BenchShapes;
import org.tornadormt.bench.engine.EngineException;
import org.tornadormt.bench.engine.Engines;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code rmt bench} is asked to do, checked. */
final class BenchOptions {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    /** The logits of more texts of GPT-2's vocabulary would not fit into one Java array. */
    private static final int LARGEST_BATCH = 16;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--against", paramLabel = "ENGINE", split = ",", defaultValue = "djl,onnx",
            description = "Engines to compare with: djl-eager, djl-torchscript (as a traced module is), djl-onednn (with"
                    + " PyTorch's faster linear maps, on x86) or djl for all of these, onnxruntime or onnx."
                    + " tornadormt alone compares with none. Default: ${DEFAULT-VALUE}.")
    private List<String> against;

    @Option(names = "--shape", paramLabel = "NAME", split = ",", arity = "1..*", description = "gpt2-small (12 layers,"
            + " 768 wide, segments of 512 tokens, 10 memory vectors), small (4, 256, 128, 8) or facts (2, 64, 32, 4),"
            + " the bundled model's. Default: gpt2-small.")
    private List<String> shapes;

    @Option(names = "--batch", paramLabel = "N", split = ",", defaultValue = "1", description = "Texts side by side."
            + " Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "Threads of each engine, such as 1,4 to"
            + " measure with one and with four. Default: all cores.")
    private List<Integer> threads = List.of(CORES);

    @Option(names = "--device", paramLabel = "D", defaultValue = "jvm", description = "Where this project runs: jvm,"
            + " tornado (the first TornadoVM device) or an id that rmt devices lists. --threads does not limit"
            + " TornadoVM devices: a CPU there takes all cores. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds, in each of which every engine has a JVM of its"
            + " own. Default: 5.")
    private Integer rounds;

    @Option(names = "--quick", description = "A first look: the shape small, two rounds, short ones.")
    private boolean quick;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed of weights and texts. Default:"
            + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE",
            description = "Also write the rows to a JSON file, with the conditions"
                    + " under which they were measured.")
    private Optional<Path> out;

    @Option(names = "--work-dir", paramLabel = "DIR", description = "Where a folder for weights is made, of up to 2 GB,"
            + " and removed at the end. Default: the system's folder for temporary files.")
    private Path workDir = Path.of(System.getProperty("java.io.tmpdir"));

    /**
     * The engines to compare with, each once.
     *
     * @throws ParameterException if there is none of a name
     */
    List<String> baselines() {
        return named(against, "--against", Engines::named).stream().flatMap(List::stream)
                .filter(name -> !name.equals(Engines.TORNADORMT)).distinct().toList();
    }

    /**
     * Every combination of shape, batch and threads, ordered by shape.
     *
     * @throws ParameterException if one of them cannot be
     */
    List<Configuration> configurations() {
        List<String> names = shapes != null ? shapes : List.of(quick ? "small" : "gpt2-small");
        requireRange("--batch", batches, LARGEST_BATCH, "");
        requireRange("--threads", threads, CORES, ", the cores of this machine");
        List<Configuration> configurations = new ArrayList<>();
        for (BenchShape shape : named(names, "--shape", BenchShapes::named)) {
            for (int batch : batches) {
                threads.forEach(count -> configurations.add(new Configuration(shape, batch, count)));
            }
        }
        return configurations.stream().distinct().toList();
    }

    /**
     * How long to measure.
     *
     * @throws ParameterException if that is less than a round
     */
    Effort effort() {
        Effort effort = quick ? Effort.quick() : Effort.full();
        if (rounds == null) {
            return effort;
        }
        requireRange("--rounds", List.of(rounds), Integer.MAX_VALUE, "");
        return effort.withRounds(rounds);
    }

    String device() {
        return device;
    }

    long seed() {
        return seed;
    }

    Optional<Path> out() {
        return out;
    }

    Path workDir() {
        return workDir;
    }

    private <T> List<T> named(List<String> names, String option, Function<String, T> find) {
        try {
            return names.stream().map(find).toList();
        } catch (EngineException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage());
        }
    }

    private void requireRange(String option, List<Integer> values, int most, String why) {
        for (int value : values) {
            if (value < 1 || value > most) {
                throw new ParameterException(command.commandLine(),
                        option + " must be 1 or more and at most " + most + why + ", not " + value);
            }
        }
    }
}
