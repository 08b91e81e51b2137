package org.tornadormt.bench;

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
import org.tornadormt.kernels.device.JvmDevice;
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
    @Param({"128x768x3072", "2000x64x256"})
    public String shape;

    private Executable executable;

    /** Records and compiles a program of one launch. */
    @Setup
    public void prepare() {
        String[] sizes = shape.split("x");
        int rows = Integer.parseInt(sizes[0]);
        int inFeatures = Integer.parseInt(sizes[1]);
        int outFeatures = Integer.parseInt(sizes[2]);
        IntArray layer = new IntArray(1);
        layer.init(0);
        Program program = Program.named("linear")
                .stage("linear", List.of(Linear.launch(random(rows * inFeatures), random(outFeatures * inFeatures),
                        random(outFeatures), random(rows * outFeatures), layer, rows, inFeatures, outFeatures)))
                .build();
        JvmDevice device = form.equals("definition")
                ? JvmDevice.definitionsOnly()
                : JvmDevice.withThreads(Integer.parseInt(form));
        executable = device.compile(program);
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

    private static FloatArray random(int size) {
        Random random = new Random(size);
        FloatArray array = new FloatArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, (float) random.nextGaussian());
        }
        return array;
    }
}
