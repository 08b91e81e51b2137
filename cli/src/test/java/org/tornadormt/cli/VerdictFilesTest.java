package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.kernels.proof.Verdict;

/** Verdicts survive the process, and are forgotten rather than mistaken. */
class VerdictFilesTest {
    private static final Verdict FAILED = new Verdict(Verdict.Outcome.FAILED, "linear: element 3 is 1 \"not\" 2", 0);
    private static final Verdict PASSED = new Verdict(Verdict.Outcome.PASSED, "", 12.5);

    @TempDir
    private Path folder;

    @Test
    void whatWasKeptIsFoundByAnotherProcess() {
        Path cache = folder.resolve("a/b");
        new VerdictFiles(cache, "1").keep("gpu | driver 1", FAILED);
        new VerdictFiles(cache, "1").keep("gpu | driver 2", PASSED);

        assertThat(new VerdictFiles(cache, "1").find("gpu | driver 1")).contains(FAILED);
        assertThat(new VerdictFiles(cache, "1").find("gpu | driver 2")).contains(PASSED);
        assertThat(new VerdictFiles(cache, "1").find("gpu | driver 3")).isEmpty();
    }

    @Test
    void anotherVersionOfThisProjectKnowsNothing() {
        new VerdictFiles(folder, "1").keep("gpu", PASSED);

        assertThat(new VerdictFiles(folder, "2").find("gpu")).isEmpty();
    }

    @Test
    void aNewVerdictTakesThePlaceOfTheOld() {
        VerdictFiles verdicts = new VerdictFiles(folder, "1");
        verdicts.keep("gpu", FAILED);
        verdicts.keep("gpu", PASSED);

        assertThat(verdicts.find("gpu")).contains(PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"device\": \"gpu\", \"version\": \"1\", \"outcome\": \"MAYBE\"}"})
    void aFileThatCannotBeReadCountsAsNone(String content) throws IOException {
        VerdictFiles verdicts = new VerdictFiles(folder, "1");
        verdicts.keep("gpu", PASSED);
        try (Stream<Path> files = Files.list(folder)) {
            Files.writeString(files.findFirst().orElseThrow(), content);
        }

        assertThat(verdicts.find("gpu")).isEmpty();
        verdicts.keep("gpu", FAILED);
        assertThat(verdicts.find("gpu")).contains(FAILED);
    }

    @Test
    void aFolderThatCannotBeWrittenKeepsNothingAndHindersNothing() throws IOException {
        VerdictFiles verdicts = new VerdictFiles(Files.createFile(folder.resolve("file")).resolve("devices"), "1");

        verdicts.keep("gpu", PASSED);

        assertThat(verdicts.find("gpu")).isEmpty();
    }

    @Test
    void theCacheIsWhereTheLauncherLooks() {
        assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "/x", "LOCALAPPDATA", "/x")))
                .isEqualTo(Path.of("/x/tornadormt"));
        assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "", "HOME", "/h", "USERPROFILE", "/h")))
                .isEqualTo(Path.of("/h/.cache/tornadormt"));
    }
}
