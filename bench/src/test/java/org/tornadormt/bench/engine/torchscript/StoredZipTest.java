package org.tornadormt.bench.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadormt.bench.engine.torchscript.StoredZip.Entry;

class StoredZipTest {
    /** More than a chunk, and no multiple of one. */
    private static final byte[] LONG = new byte[200_001];
    private static final byte[] SHORT = "short".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void writeAnArchive() throws IOException {
        new Random(1).nextBytes(LONG);
        file = folder.resolve("archive.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            zip(entry("a/short", SHORT), entry("a/long", LONG), entry("a/empty", new byte[0])).writeTo(out);
        }
    }

    @Test
    void entriesComeBackUncompressed() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("a/short", "a/long", "a/empty");
            assertThat(zip.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
            try (InputStream content = zip.getInputStream(zip.getEntry("a/long"))) {
                assertThat(content.readAllBytes()).isEqualTo(LONG);
            }
        }
    }

    @Test
    void theSameEntriesAreInTheFile() throws IOException {
        assertThat(zip(entry("a/empty", new byte[0]), entry("a/short", SHORT), entry("a/long", LONG)).isIn(file))
                .isTrue();
    }

    @Test
    void otherEntriesAreNot() throws IOException {
        byte[] changed = LONG.clone();
        changed[changed.length - 1]++;
        Entry empty = entry("a/empty", new byte[0]);
        Entry brief = entry("a/short", SHORT);

        assertThat(zip(empty, brief).isIn(file)).as("one fewer").isFalse();
        assertThat(zip(empty, brief, entry("a/other", LONG)).isIn(file)).as("another name").isFalse();
        assertThat(zip(empty, brief, entry("a/long", changed)).isIn(file)).as("another byte").isFalse();
    }

    @Test
    void nothingIsInAFileThatIsNoArchive() throws IOException {
        Files.write(file, SHORT);

        assertThat(zip(entry("a/short", SHORT)).isIn(file)).isFalse();
    }

    private static StoredZip zip(Entry... entries) {
        return new StoredZip(List.of(entries));
    }

    private static Entry entry(String name, byte[] content) {
        return new Entry(name, MemorySegment.ofArray(content));
    }
}
