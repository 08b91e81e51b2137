package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.device.StageRun.KernelTime;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.program.RowForm;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

final class JvmDeviceTest {
    private static final int ROWS = 37;

    private final FloatArray in = new FloatArray(ROWS);
    private final FloatArray out = new FloatArray(ROWS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFormForTheJvmRunsInsteadOfTheDefinition(int threads) {
        run(JvmDevice.withThreads(threads), copyThatAddsOneOnTheJvm());

        assertThat(out.toHeapArray()).containsExactly(inPlus(1));
    }

    @Test
    void definitionsOnlyIgnoresTheFormForTheJvm() {
        run(JvmDevice.definitionsOnly(), copyThatAddsOneOnTheJvm());

        assertThat(out.toHeapArray()).containsExactly(inPlus(0));
    }

    @Test
    void aStageRunsAsOftenAsAsked() {
        IntArray layer = IntArray.fromElements(0);
        Program program = Program.named("counter").stage("advance", List.of(LayerCursor.advance(layer))).build();
        try (Executable executable = JvmDevice.withThreads(1).compile(program)) {
            executable.run("advance");
            executable.run("advance", 4);
            executable.run("advance", 0);
        }

        assertThat(layer.get(0)).isEqualTo(5);
    }

    @Test
    void whoListensIsToldOfEveryRunAndItsLaunches() {
        List<StageRun> runs = new ArrayList<>();
        Program program = Program.named("copy")
                .stage("run", List.of(copyThatAddsOneOnTheJvm(), CopyArray.launch(in, out))).build();
        try (Executable executable = JvmDevice.withThreads(2).reportingTo(runs::add).compile(program)) {
            executable.run("run", 2);
        }

        assertThat(runs).extracting(StageRun::stage).containsExactly("run", "run");
        assertThat(runs).extracting(StageRun::first).containsExactly(true, false);
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.costs()).isEmpty();
            assertThat(run.kernels()).extracting(KernelTime::operation).containsExactly("copyFloats", "copyFloats");
            assertThat(run.kernels()).extracting(KernelTime::form).first().isEqualTo("vectors");
            assertThat(run.kernels().stream().mapToLong(KernelTime::nanoseconds).sum()).isEqualTo(run.nanoseconds());
        });
    }

    @Test
    void anUnknownStageIsNamed() {
        Program program = Program.named("copy").stage("run", List.of(CopyArray.launch(in, out))).build();
        try (Executable executable = JvmDevice.withThreads(1).compile(program)) {
            assertThatIllegalArgumentException().isThrownBy(() -> executable.run("walk"))
                    .withMessage("program copy has no stage walk");
        }
    }

    @Test
    void aDeviceSaysWhatItIs() {
        assertThat(JvmDevice.withThreads(2).info().describe()).matches("jvm \\(Java \\d+, .*vectors, 2 threads\\)");
        assertThat(JvmDevice.definitionsOnly().info().describe()).matches("jvm:plain \\(Java \\d+, .*1 thread\\)");
    }

    private Launch copyThatAddsOneOnTheJvm() {
        IntStream.range(0, ROWS).forEach(i -> in.set(i, i));
        out.init(Float.NaN);
        return CopyArray.launch(in, out).onJvm(Optional.of(new RowForm(ROWS, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.set(i, in.get(i) + 1);
            }
        })));
    }

    private float[] inPlus(float added) {
        float[] expected = new float[ROWS];
        IntStream.range(0, ROWS).forEach(i -> expected[i] = i + added);
        return expected;
    }

    private static void run(Device device, Launch launch) {
        Program program = Program.named("copy").stage("run", List.of(launch)).build();
        try (Executable executable = device.compile(program)) {
            executable.run("run");
        }
    }
}
