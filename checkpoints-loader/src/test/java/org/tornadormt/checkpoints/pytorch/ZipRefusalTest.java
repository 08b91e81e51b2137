package org.tornadormt.checkpoints.pytorch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;
import static org.tornadormt.checkpoints.pytorch.ZipBytes.DIRECTORY_HEADER;
import static org.tornadormt.checkpoints.pytorch.ZipBytes.END;
import static org.tornadormt.checkpoints.pytorch.ZipBytes.LOCAL_HEADER;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zip files that are damaged, or are not from torch.save. */
class ZipRefusalTest {
    private static final byte[] PICKLE = new PickleBytes().raw('}').text("a")
            .tensor(2, 0, new long[]{2}, new long[]{1}).raw('s').end();
    private static final byte[] SOUND = ZipBytes.torchFile(PICKLE, ZipBytes.floats(1, 2));

    private final int directory = ZipBytes.find(SOUND, DIRECTORY_HEADER);
    private final int end = ZipBytes.find(SOUND, END);

    @TempDir
    Path folder;

    @Test
    void refusesAMissingFileAndAFolder() {
        Path file = folder.resolve("absent.bin");
        assertRefused(() -> PyTorchFile.open(file), "Cannot read " + file + ": it does not exist");
        assertRefused(() -> PyTorchFile.open(folder), "Cannot read " + folder + ": it is a folder, not a file");
    }

    @Test
    void refusesAnEmptyFile() {
        assertRefusedAsFile(new byte[0], "is empty; was the download complete?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "PK", "<!doctype html>", "\u0010\0\0\0\0\0\0\0{}"})
    void refusesAFileOfAnotherKind(String content) {
        assertRefusedAsFile(content.getBytes(UTF_8), "is not a file of torch.save");
    }

    @Test
    void refusesAFileThatWasCutOff() {
        for (int length = 4; length < SOUND.length; length++) {
            assertRefusedAsFile(Arrays.copyOf(SOUND, length), "was it cut off?");
        }
    }

    @Test
    void refusesCompressedEntriesWhateverSizeTheyClaim() {
        byte[] zip = ZipBytes.zip(Map.of("a/data.pkl", new byte[1 << 20]), ZipEntry.DEFLATED);
        assertRefusedAsFile(zip, "entry a/data.pkl is compressed or encrypted", "save it again");
        int size = ZipBytes.find(zip, DIRECTORY_HEADER) + 24;
        assertRefusedAsFile(ZipBytes.patched(zip, size, 4, 0xFFFFFFFEL), "entry a/data.pkl is compressed");
    }

    @Test
    void refusesEncryptedEntries() {
        assertDirectoryRefused(8, 2, 1, "entry archive/data.pkl is compressed or encrypted");
    }

    @Test
    void refusesSizesThatDiffer() {
        assertDirectoryRefused(20, 4, 1, "its zip directory gives sizes that cannot be for entry archive/data.pkl");
    }

    @Test
    void refusesSizesBeyondTheFile() {
        byte[] claims = ZipBytes.patched(SOUND, directory + 20, 8, 0xFFFFFFFEFFFFFFFEL);
        assertRefusedAsFile(claims, "entry archive/data.pkl has 4294967294 bytes, more than the file holds");
    }

    @ParameterizedTest
    @CsvSource({"42, 4, 1", "42, 4, 4294967294", "42, 4, 2147483648"})
    void refusesAnEntryThatIsNotWhereTheDirectorySays(int field, int length, long value) {
        assertDirectoryRefused(field, length, value, "entry archive/data.pkl is not where the directory says");
    }

    @Test
    void refusesAnEntryOfAnotherNameWhereItsDataBegin() {
        int name = ZipBytes.find(SOUND, LOCAL_HEADER) + 30;
        assertRefusedAsFile(ZipBytes.patched(SOUND, name, 1, 'b'),
                "entry archive/data.pkl has another name where its data begin");
    }

    @Test
    void refusesTwoEntriesOfOneName() {
        byte[] zip = ZipBytes.torchFile(PICKLE, ZipBytes.floats(1, 2), ZipBytes.floats(3, 4));
        String text = new String(zip, ISO_8859_1);
        byte[] twice = text.replace("data/1", "data/0").getBytes(ISO_8859_1);
        assertRefusedAsFile(twice, "has two entries of the name archive/data/0");
    }

    @Test
    void refusesNamesThatAreNotUtf8() {
        assertDirectoryRefused(46, 1, 0xFF, "has an entry whose name is not UTF-8");
    }

    @Test
    void refusesADirectoryThatDoesNotLieInTheFile() {
        for (int field : new int[]{12, 16}) {
            assertRefusedAsFile(ZipBytes.patched(SOUND, end + field, 4, 0xFFFFFFFFL), "does not lie in the file");
            assertRefusedAsFile(ZipBytes.patched(SOUND, end + field, 4, 1), "does not lie in the file");
        }
    }

    @Test
    void refusesAnotherNumberOfEntriesThanThereAre() {
        assertRefusedAsFile(ZipBytes.patched(SOUND, end + 10, 2, 0xFFFF), "has fewer entries than it says");
        assertRefusedAsFile(ZipBytes.patched(SOUND, end + 10, 2, 1), "bytes that belong to no entry");
    }

    @Test
    void refusesLengthsThatReachBeyondTheDirectory() {
        assertDirectoryRefused(28, 2, 0xFFFF, "its zip directory ends inside an entry");
        assertDirectoryRefused(30, 2, 0xFFFF, "its zip directory ends inside an entry");
    }

    @Test
    void refusesAPickleWithAnotherChecksum() {
        int pickle = ZipBytes.find(SOUND, LOCAL_HEADER) + 30 + "archive/data.pkl".length();
        assertRefusedAsFile(ZipBytes.patched(SOUND, pickle + 8, 1, 'z'), "does not have the checksum");
    }

    @Test
    void refusesAFileFromABigEndianMachine() {
        byte[] big = new String(SOUND, ISO_8859_1)
                .replace("little", "big   ").getBytes(ISO_8859_1);
        assertRefusedAsFile(big, "was written on a big-endian machine");
    }

    @Test
    void refusesAZipFileOfAnotherKind() {
        assertRefusedAsFile(ZipBytes.zip(Map.of("word/document.xml", new byte[3]), ZipEntry.STORED),
                "is a zip file without a data.pkl");
        assertRefusedAsFile(ZipBytes.zip(Map.of("a/data.pkl", PICKLE, "b/data.pkl", PICKLE), ZipEntry.STORED),
                "has more than one data.pkl");
        assertRefusedAsFile(ZipBytes.zip(Map.of("a/b/data.pkl", PICKLE), ZipEntry.STORED), "without a data.pkl");
    }

    @Test
    void saysThatOnlyAPointerOfGitLfsIsThere() {
        assertRefusedAsFile("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".getBytes(US_ASCII),
                "a pointer of Git LFS", "git lfs pull");
    }

    private void assertDirectoryRefused(int field, int length, long value, String... parts) {
        assertRefusedAsFile(ZipBytes.patched(SOUND, directory + field, length, value), parts);
    }

    private static void assertRefusedAsFile(byte[] content, String... parts) {
        inFile(content, file -> {
            assertRefused(() -> PyTorchFile.open(file), parts);
            assertRefused(() -> PyTorchFile.open(file), file.toString());
        });
    }
}
