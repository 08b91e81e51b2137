package org.tornadormt.bench.kernels;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The linear map, as definition and as vector form, at the shapes of GPT-2 small's feed-forward part and of the demo. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinearBenchmark {
    /** {@code definition}, or the number of threads of the vector form. */
    @Param({"definition", "1", "2"})
    public String form;

    /** Rows x inputs x outputs. */
    @Param({"1024x768x3072", "532x768x768", "2000x64x256"})
    public String shape;

    private Executable executable;

    /** Records and compiles a program of one launch. */
    @Setup
    public void prepare() {
        int[] sizes = KernelForm.sizes(shape);
        int rows = sizes[0];
        int inFeatures = sizes[1];
        int outFeatures = sizes[2];
        IntArray layer = new IntArray(1);
        layer.init(0);
        Random random = new Random(rows);
        Program program = Program.named("linear")
                .stage("linear", List.of(Linear.launch(KernelForm.random(random, rows * inFeatures),
                        KernelForm.random(random, outFeatures * inFeatures), KernelForm.random(random, outFeatures),
                        new FloatArray(rows * outFeatures), layer, rows, inFeatures, outFeatures)))
                .build();
        executable = KernelForm.device(form).compile(program);
    }

    /** One linear map. */
    @Benchmark
    public void linear() {
        executable.run("linear");
    }

    /** Frees the program. */
    @TearDown
    public void close() {
        executable.close();
    }
}
