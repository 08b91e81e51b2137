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
import org.tornadormt.kernels.Attention;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.program.Program;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Causal attention over one segment, as definition and as vector form. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AttentionBenchmark {
    /** {@code definition}, or the number of threads of the vector form. */
    @Param({"definition", "1", "2"})
    public String form;

    /** Rows x heads x head size. */
    @Param({"532x12x64", "40x4x16"})
    public String shape;

    private Executable executable;

    /** Records and compiles a program of one launch. */
    @Setup
    public void prepare() {
        int[] sizes = KernelForm.sizes(shape);
        int rows = sizes[0];
        int hidden = sizes[1] * sizes[2];
        RowTable table = new RowTable(rows);
        for (int r = 0; r < rows; r++) {
            table.token(r, 0, r, r, r + 1);
        }
        IntArray layer = new IntArray(1);
        layer.init(0);
        Random random = new Random(rows);
        Program program = Program.named("attention")
                .stage("attention", List.of(Attention.launch(table.values(), KernelForm.random(random, rows * hidden),
                        KernelForm.random(random, rows * hidden), KernelForm.random(random, rows * hidden),
                        new FloatArray(rows * hidden), layer, rows, rows, rows, sizes[1], sizes[2], rows * hidden)))
                .build();
        executable = KernelForm.device(form).compile(program);
    }

    /** Attention of all rows. */
    @Benchmark
    public void attention() {
        executable.run("attention");
    }

    /** Frees the program. */
    @TearDown
    public void close() {
        executable.close();
    }
}
