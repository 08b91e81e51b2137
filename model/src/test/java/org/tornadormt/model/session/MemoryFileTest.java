package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.checkpoints.tensors.SafetensorsFile;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;

class MemoryFileTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);

    @Property(tries = 50)
    void aTextThatIsResumedFromAFileEndsWithTheBitsOfOneGo(@ForAll @LongRange(min = 0) long seed)
            throws IOException {
        RmtModel model = RandomModels.any(seed);
        var random = new Random(seed);
        int[] text = RandomModels.text(model, random, random.nextInt(5 * model.segmentSize()));
        int cut = random.nextInt(text.length + 1);
        Path file = Files.createTempFile("memory", ".safetensors");
        List<float[]> logits = new ArrayList<>();
        try (Session session = Session.reading(model, DEVICE, Reading.into(logits, model))) {
            session.feed(Arrays.copyOf(text, cut));
            MemoryState state = session.state();
            MemoryFile.write(file, state, session.finalMemory(), model.numMemTokens());
            assertThat(MemoryFile.read(file)).isEqualTo(state).hasSameHashCodeAs(state);
        }
        try (Session session = Session.reading(model, DEVICE, Reading.into(logits, model))) {
            session.restore(MemoryFile.read(file));
            session.feed(Arrays.copyOfRange(text, cut, text.length));

            assertThat(new Reading(session.state(), logits).same(Reading.inOneGo(model, DEVICE, text))).isTrue();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theFileHoldsTheMemoryAsIfTheTextEndedHere(@TempDir Path folder) {
        RmtModel model = RandomModels.wideDecoder(3, 4);
        int hidden = model.config().embeddingSize();
        Path path = folder.resolve("memory.safetensors");
        try (Session session = Session.reading(model, DEVICE)) {
            session.feed(1, 2, 3, 4, 0, 1);
            MemoryFile.write(path, session.state(), session.finalMemory(), 3);
            session.endSegment();
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                assertThat(file.tensor("memory").shape()).containsExactly(3L, (long) hidden);
                assertThat(file.tensor("memory").toFloats()).isEqualTo(session.state().memory());
                assertThat(file.tensor("resume.memory").toFloats()).isNotEqualTo(session.state().memory());
                assertThat(file.metadata()).containsEntry("tokens", "6").containsEntry("segments", "1")
                        .containsEntry("segment_size", "4")
                        .containsEntry("model", ModelFingerprint.of(model).sha256());
            }
        }
    }
}
