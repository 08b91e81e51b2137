package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TestDevices;
import org.tornadormt.model.fixtures.RandomModels;

/** A device gives the same bits every time, and a session that moves to another goes on as if it had stayed. */
@Tag("device")
class MovedSessionOnDeviceTest {
    /** The promise of a session that changes its device: absolute, on memory vectors of a normalised model. */
    private static final float TOLERANCE = 1e-4f;
    private static final int CUT = 17;

    private final RmtModel model = RandomModels.wideDecoder(3, 5);
    private final int[] text = RandomModels.text(model, new Random(7), 33);

    static Stream<Device> devices() {
        return TestDevices.all();
    }

    @ParameterizedTest
    @MethodSource("devices")
    void theSameTextGivesTheSameBits(Device device) {
        assertThat(read(device, text)).isEqualTo(read(device, text));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void aSessionGoesOnOnAnotherDevice(Device device) {
        Device jvm = JvmDevice.withThreads(1);
        float[] stayed = read(jvm, text);

        assertThat(moved(jvm, device)).as("from the JVM to the device").containsExactly(stayed, offset(TOLERANCE));
        assertThat(moved(device, jvm)).as("from the device to the JVM").containsExactly(stayed, offset(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void documentsSideBySideGiveWhatTheyGiveOneAfterTheOther(Device device) throws Exception {
        List<int[]> documents = List.of(text, RandomModels.text(model, new Random(8), 29));
        List<float[]> oneByOne = documents.stream().map(document -> read(device, document)).toList();
        // A JVM device has one set of threads for one program at a time; each document gets a device of its own there.
        List<Future<float[]>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(documents.size())) {
            for (int[] document : documents) {
                Device own = device.isTrusted() ? JvmDevice.withThreads(2) : device;
                running.add(threads.submit(() -> read(own, document)));
            }
        }
        for (int i = 0; i < documents.size(); i++) {
            float[] expected = device.isTrusted() ? read(JvmDevice.withThreads(2), documents.get(i)) : oneByOne.get(i);
            assertThat(running.get(i).get()).as("document %d", i).isEqualTo(expected);
        }
    }

    private float[] read(Device device, int[] document) {
        try (Session session = Session.reading(model, device)) {
            session.feed(document);
            return session.finalMemory();
        }
    }

    private float[] moved(Device from, Device to) {
        try (Session before = Session.reading(model, from); Session after = Session.reading(model, to)) {
            before.feed(Arrays.copyOf(text, CUT));
            after.restore(before.state());
            after.feed(Arrays.copyOfRange(text, CUT, text.length));
            return after.finalMemory();
        }
    }
}
