package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;

class NewProcessTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);

    @ParameterizedTest
    @ValueSource(strings = {"decoder", "encoder"})
    void aTextThatIsResumedInANewProcessEndsWithTheBitsOfOneGo(String kind, @TempDir Path folder)
            throws IOException, InterruptedException {
        RmtModel model = ResumingProcess.model(kind);
        int[] text = RandomModels.plainText(model, new Random(3), 33);
        Path saved = folder.resolve("saved.safetensors");
        Path resumed = folder.resolve("resumed.safetensors");
        try (Session session = Session.reading(model, DEVICE)) {
            session.feed(Arrays.copyOf(text, 13));
            MemoryFile.write(saved, session.state(), session.finalMemory(), model.numMemTokens());
        }

        List<String> arguments = new ArrayList<>(List.of(kind, saved.toString(), resumed.toString()));
        IntStream.of(text).skip(13).mapToObj(Integer::toString).forEach(arguments::add);
        runInNewProcess(ResumingProcess.class, arguments);

        assertThat(MemoryFile.read(resumed)).isEqualTo(Reading.inOneGo(model, DEVICE, text).state());
    }

    private static void runInNewProcess(Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
