package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.hub.FakeHub.MODEL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file whose download is interrupted goes on where it stopped, and is right in the end. */
class HubResumeTest {
    private static final byte[] WEIGHTS = new byte[100_000];

    static {
        new Random(2).nextBytes(WEIGHTS);
    }

    @RegisterExtension
    static final FakeHub HUB = new FakeHub();

    @TempDir
    private Path cache;

    private Cdn cdn;
    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void publish() {
        cdn = new Cdn(WEIGHTS, partial(WEIGHTS));
        HUB.file("config.json", "{}").largeFileElsewhere("model.safetensors", WEIGHTS, cdn.address()).publish("main");
    }

    @AfterEach
    void stop() {
        cdn.close();
    }

    private Path pull() {
        return listener.pull(HUB.environment(cache)).pull(MODEL, false);
    }

    private void pullIsRight() {
        assertThat(pull().resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    private Path partial() {
        return partial(WEIGHTS);
    }

    private Path partial(byte[] content) {
        return cache.resolve("models--org--tiny/blobs").resolve(FakeHub.sha256(content) + ".rmt.incomplete");
    }

    @Test
    void aCutConnectionGoesOnWhereItStopped() {
        cdn.cutsAfter(40_000).cutsAfter(10_000);

        pullIsRight();

        assertThat(cdn.ranges()).containsExactly("", "bytes=40000-", "bytes=50000-");
        assertThat(listener.notes).first().asString().contains("model.safetensors of org/tiny", "was cut");
    }

    @Test
    void anotherRunGoesOnWhereTheLastStopped() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), Arrays.copyOf(WEIGHTS, 70_000));

        pullIsRight();

        assertThat(cdn.ranges()).containsExactly("bytes=70000-");
        assertThat(listener.advances).contains(70_000L);
        assertThat(partial()).doesNotExist();
    }

    @Test
    void cutsThatEachBringTheFileFurtherAreNotCountedAsFailures() {
        byte[] large = new byte[10_000_000];
        new Random(4).nextBytes(large);
        try (Cdn other = new Cdn(large, partial(large))) {
            for (int attempt = 0; attempt < 6; attempt++) {
                other.cutsAfter(1_500_000);
            }
            HUB.largeFileElsewhere("model.safetensors", large, other.address()).publish("main");

            assertThat(pull().resolve("model.safetensors")).hasBinaryContent(large);
            assertThat(other.ranges()).as("more than the five attempts that are made without progress").hasSize(7);
        }
        assertThat(listener.waits).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void whatHasComeIsKeptWhenItIsGivenUp() {
        for (int attempt = 0; attempt < 5; attempt++) {
            cdn.cutsAfter(1000);
        }

        assertRefused(this::pull, "was cut", "What has come is kept");
        assertThat(partial()).hasBinaryContent(Arrays.copyOf(WEIGHTS, 5000));

        pullIsRight();
        assertThat(cdn.ranges()).last().isEqualTo("bytes=5000-");
    }

    @Test
    void aPartialFileThatIsAllThereIsNotAskedFor() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), WEIGHTS);

        pullIsRight();

        assertThat(cdn.ranges()).isEmpty();
    }

    @Test
    void aPartialFileThatIsTooLongIsNoUse() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), Arrays.copyOf(WEIGHTS, WEIGHTS.length + 1));

        pullIsRight();

        assertThat(cdn.ranges()).containsExactly("");
    }

    @Test
    void aPartialFileOfOtherContentIsFoundOutAndRemoved() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), new byte[10]);

        assertRefused(this::pull, "damaged", "run the same command again");
        assertThat(partial()).doesNotExist();

        pullIsRight();
    }

    @Test
    void aServerThatKnowsNoPartsStartsOver() {
        cdn.cutsAfter(60_000).sendsTheWhole();

        pullIsRight();

        assertThat(cdn.ranges()).containsExactly("", "bytes=60000-");
    }

    @Test
    void aServerThatRefusesThePartStartsOver() {
        cdn.cutsAfter(60_000).hasNoSuchPart();

        pullIsRight();

        assertThat(cdn.ranges()).containsExactly("", "bytes=60000-", "");
    }

    @Test
    void anotherPartThanTheOneAskedForIsRefused() {
        cdn.cutsAfter(60_000).sendsAnotherPart();

        assertRefused(this::pull, "another part of the file");
        assertThat(partial()).doesNotExist();
    }

    @Test
    void moreBytesThanWereAnnouncedAreNotTaken() {
        cdn.sendsWithoutLength(WEIGHTS.length + 1);

        assertRefused(this::pull, "sends more than the 100,000 bytes", "removed");
        assertThat(partial()).doesNotExist();
    }

    @Test
    void fewerBytesThanWereAnnouncedAreNotTaken() {
        cdn.sendsWithoutLength(WEIGHTS.length - 1);

        assertRefused(this::pull, "sends 99,999 bytes, and there should be 100,000", "removed");
        assertThat(partial()).doesNotExist();
    }

    @Test
    void aServerThatGoesSilentIsAskedAgain() {
        cdn.stallsAfter(30_000);
        Duration patience = Duration.ofSeconds(2);

        Path folder = new HubPull(HubEnvironment.of(HUB.environment(cache)), listener, listener.waits::add, patience)
                .pull(MODEL, false);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(cdn.ranges()).containsExactly("", "bytes=30000-");
    }
}
