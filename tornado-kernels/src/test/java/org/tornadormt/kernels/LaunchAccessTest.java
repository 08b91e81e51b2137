package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** What a launch says of its arrays is true: transfers are derived from it, so a device would go wrong in silence. */
final class LaunchAccessTest {

    @ParameterizedTest(name = "{1}, seed {0}")
    @MethodSource("cases")
    void arraysThatALaunchDoesNotWriteStayAsTheyAre(long seed, KernelCase kernelCase) {
        Launch launch = kernelCase.launch();
        List<TornadoNativeArray> unwritten = new ArrayList<>(arraysOf(launch));
        unwritten.removeIf(array -> contains(launch.writes(), array));
        List<byte[]> before = unwritten.stream().map(LaunchAccessTest::bytesOf).toList();

        launch.runDefinition();

        for (int i = 0; i < unwritten.size(); i++) {
            assertThat(bytesOf(unwritten.get(i))).as("unwritten array %d of %s", i, kernelCase)
                    .isEqualTo(before.get(i));
        }
    }

    @ParameterizedTest(name = "{1}, seed {0}")
    @MethodSource("casesThatOnlyWrite")
    void whatAnArrayHeldThatIsOnlyWrittenDoesNotMatter(long seed, KernelCase kernelCase) {
        Launch launch = kernelCase.launch();
        List<TornadoNativeArray> written = launch.writes();
        written.forEach(array -> array.getSegment().fill((byte) 0xFF));
        launch.runDefinition();
        List<byte[]> overOnes = written.stream().map(LaunchAccessTest::bytesOf).toList();
        written.forEach(array -> array.getSegment().fill((byte) 0x11));
        launch.runDefinition();

        for (int i = 0; i < written.size(); i++) {
            assertThat(bytesOf(written.get(i))).as("written array %d of %s", i, kernelCase)
                    .isEqualTo(overOnes.get(i));
        }
    }

    @ParameterizedTest(name = "{1}, seed {0}")
    @MethodSource("cases")
    void everyArrayIsDeclaredAndEveryDeclaredArrayIsAnArgument(long seed, KernelCase kernelCase) {
        Launch launch = kernelCase.launch();
        List<TornadoNativeArray> declared = Stream.concat(launch.reads().stream(), launch.writes().stream()).toList();

        assertThat(arraysOf(launch)).allMatch(array -> contains(declared, array));
        assertThat(declared).allMatch(array -> contains(arraysOf(launch), array));
        assertThat(launch.writes()).isNotEmpty();
    }

    private static List<TornadoNativeArray> arraysOf(Launch launch) {
        return launch.arguments().stream().filter(TornadoNativeArray.class::isInstance)
                .map(TornadoNativeArray.class::cast).toList();
    }

    private static boolean contains(List<TornadoNativeArray> arrays, TornadoNativeArray candidate) {
        return arrays.stream().anyMatch(array -> array == candidate);
    }

    private static byte[] bytesOf(TornadoNativeArray array) {
        MemorySegment content = array.getSegment();
        return content.toArray(ValueLayout.JAVA_BYTE);
    }

    /** Cases that change nothing they read, so that a second run is the same computation. */
    static Stream<Arguments> casesThatOnlyWrite() {
        return cases().filter(arguments -> {
            Launch launch = ((KernelCase) arguments.get()[1]).launch();
            return launch.writes().stream().noneMatch(array -> contains(launch.reads(), array));
        });
    }

    static Stream<Arguments> cases() {
        return LongStream.range(0, 3).boxed()
                .flatMap(seed -> KernelCases.all(seed).stream().map(kernelCase -> Arguments.of(seed, kernelCase)));
    }
}
