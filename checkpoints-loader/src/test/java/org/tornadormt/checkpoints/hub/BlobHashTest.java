package org.tornadormt.checkpoints.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers are what {@code git hash-object} and {@code sha256sum} print. */
class BlobHashTest {
    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }

    @Test
    void theHashOfGit() throws IOException {
        assertThat(BlobHash.GIT_SHA_1.hash(file("hello\n"))).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
        assertThat(BlobHash.GIT_SHA_1.hash(file(""))).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    }

    @Test
    void theHashOfLargeFiles() throws IOException {
        assertThat(BlobHash.SHA_256.hash(file("hello\n")))
                .isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    }

    @Test
    void whatIsNoHashOrNoSizeIsNoBlob() {
        assertThat(Blob.of("a".repeat(40), 0)).isPresent();
        assertThat(Blob.of("a".repeat(64), 0)).isPresent();
        assertThat(Blob.of("a".repeat(40), -1)).isEmpty();
        assertThat(Blob.of("a".repeat(32), 1)).isEmpty();
        assertThat(Blob.of("../".repeat(20).substring(0, 40), 1)).isEmpty();
        assertThat(Blob.of("A".repeat(40), 1)).isEmpty();
    }
}
