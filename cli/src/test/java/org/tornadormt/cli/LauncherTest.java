package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    private Launcher launcher;

    @BeforeEach
    void makeRepository(@TempDir Path root) throws IOException {
        launcher = new Launcher(root);
        launcher.age();
    }

    @Test
    void javaGetsTheFlagsAndTheArgumentsAsTheyAre() throws Exception {
        List<String> arguments = Launcher.arguments(launcher.run("info", "a model", "", "*", "$HOME"));

        assertThat(arguments).containsSubsequence("--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC", "-Dai.djl.offline=true",
                "-Drmt.home=" + launcher.home, "-Drmt.stdout.terminal=false", "-Drmt.stderr.terminal=false", "-jar",
                launcher.home + "/cli/target/rmt.jar", "info", "a model", "", "*", "$HOME");
    }

    @Test
    void relativePathsStayRelativeToTheUsersFolder() throws Exception {
        assertThat(Launcher.arguments(launcher.run())).contains("pwd=" + launcher.root.resolve("somewhere else"));
    }

    @Test
    void aSymbolicLinkLeadsToTheRepository() throws Exception {
        Path link = Files.createSymbolicLink(launcher.bin.resolve("link"), Path.of("../a repository/rmt"));
        Path second = Files.createSymbolicLink(launcher.root.resolve("second"), link);

        assertThat(Launcher.arguments(Launcher.result(launcher.start(second))))
                .contains("-Drmt.home=" + launcher.home);
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws Exception {
        RmtRun first = launcher.run();
        RmtRun second = launcher.run();

        assertThat(first.err().lines()).hasSize(1);
        assertThat(first.err()).startsWith("rmt: building (first use");
        assertThat(second.err()).isEmpty();
        assertThat(launcher.builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceHasChanged() throws Exception {
        launcher.run();
        launcher.source("model/src/main/java/Model.java");

        assertThat(launcher.run().err()).startsWith("rmt: building (a source has changed)");
        assertThat(launcher.builds()).isEqualTo(2);
    }

    @Test
    void aChangedTestIsNoReasonToBuild() throws Exception {
        launcher.source("model/src/test/java/ModelTest.java");
        launcher.age();
        launcher.run();
        launcher.source("model/src/test/java/ModelTest.java");

        launcher.run();

        assertThat(launcher.builds()).isEqualTo(1);
    }

    @Test
    void ofTwoThatStartAtOnceOneBuildsAndBothRun() throws Exception {
        Process one = launcher.start(launcher.home.resolve("rmt"));
        Process other = launcher.start(launcher.home.resolve("rmt"));

        Launcher.arguments(Launcher.result(one));
        Launcher.arguments(Launcher.result(other));

        assertThat(launcher.builds()).isEqualTo(1);
    }

    @Test
    void aBuildThatFailsShowsItsEndAndIsTriedAgain() throws Exception {
        Files.createFile(launcher.bin.resolve("broken"));
        RmtRun broken = launcher.run();
        Files.delete(launcher.bin.resolve("broken"));

        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.err()).contains("[ERROR] broken").contains("rmt: the build failed; ")
                .contains("rmt-build.log has all of it");
        assertThat(broken.out()).isEmpty();
        Launcher.arguments(launcher.run());
    }

    @Test
    void withoutMavenItSaysSo() throws Exception {
        Files.delete(launcher.bin.resolve("mvn"));

        launcher.run().failsWith("needs Maven 3.8 or newer");
    }

    @Test
    void anOldMavenIsRefused() throws Exception {
        launcher.maven("3.6.3");

        launcher.run().failsWith("needs Maven 3.8 or newer", "mvn is 3.6");
    }

    @Test
    void aNewMavenIsFine() throws Exception {
        launcher.maven("4.0.0-rc-5");

        Launcher.arguments(launcher.run());
    }

    @Test
    void anOldJavaHomeIsPassedOverForTheJavaOnThePath() throws Exception {
        launcher.environment.put("JAVA_HOME", launcher.jdk("old", "21.0.2").toString());
        Path newer = launcher.jdk("newer", "26-ea");
        Files.createSymbolicLink(launcher.bin.resolve("java"), newer.resolve("bin/java"));

        Launcher.arguments(launcher.run());

        assertThat(launcher.bin.resolve("builds")).hasContent(newer.toString());
    }

    @Test
    void theUsersFlagsReachJava() throws Exception {
        launcher.environment.put("RMT_JAVA_OPTS", "-Xmx8g -Xlog:gc");

        assertThat(Launcher.arguments(launcher.run("info"))).containsSubsequence("-Xmx8g", "-Xlog:gc", "-jar", "info");
    }

    @Test
    void tornadoVmIsThereForItsDevicesOnly() throws Exception {
        Path sdk = Files.createDirectories(launcher.root.resolve("an sdk"));
        Files.createFile(sdk.resolve("tornado-argfile"));
        launcher.environment.put("TORNADOVM_HOME", sdk.toString());
        String[] flags = {"@" + sdk + "/tornado-argfile", "--module-path", sdk + "/share/java/tornado",
            "-Dtornado.recover.bailout=False"};

        for (String[] args : List.of(new String[]{"devices"}, new String[]{"read", "--device", "tornado"},
                new String[]{"read", "--device=tornado:OPENCL:0"})) {
            assertThat(Launcher.arguments(launcher.run(args))).contains("tornado=" + sdk).containsSubsequence(flags);
        }
        for (String[] args : List.of(new String[]{"info", "devices"}, new String[]{"read", "--device", "jvm"},
                new String[]{"bench", "--prompt", "tornado"}, new String[]{"read", "--help"}, new String[]{})) {
            assertThat(Launcher.arguments(launcher.run(args))).doesNotContain(flags)
                    .doesNotContain("-Drmt.auto.known=true");
        }
    }

    @Test
    void autoStartsTornadoVmUnlessTheJvmIsKnownToBeFaster() throws Exception {
        Path sdk = Files.createDirectories(launcher.root.resolve("an sdk"));
        Path argfile = Files.createFile(sdk.resolve("tornado-argfile"));
        launcher.environment.put("TORNADOVM_HOME", sdk.toString());
        Path known = Files.createDirectories(launcher.root.resolve(".cache/tornadormt")).resolve("auto");
        String flag = "@" + argfile;
        String left = "-Drmt.auto.known=true";

        assertThat(Launcher.arguments(launcher.run("read"))).contains(flag).doesNotContain(left);
        Files.writeString(known, "jvm\nauto: jvm is the fastest\n1\n");
        makeOlder(argfile);
        assertThat(Launcher.arguments(launcher.run("read"))).contains(left).doesNotContain(flag);
        assertThat(Launcher.arguments(launcher.run("read", "--device", "auto"))).contains(left).doesNotContain(flag);
        assertThat(Launcher.arguments(launcher.run("read", "--device", "tornado"))).contains(flag).doesNotContain(left);
        makeOlder(known);
        makeOlder(known);
        assertThat(Launcher.arguments(launcher.run("read"))).as("a newer SDK").contains(flag).doesNotContain(left);
        Files.writeString(known, "tornado:X:0\nauto: tornado:X:0 is the fastest\n1\n");
        assertThat(Launcher.arguments(launcher.run("read"))).contains(flag).doesNotContain(left);
        Files.delete(argfile);
        assertThat(launcher.run("read").err()).contains("TORNADOVM_HOME is " + sdk)
                .contains("it has no tornado-argfile");
    }

    private static void makeOlder(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Files.getLastModifiedTime(file).toInstant().minusSeconds(60)));
    }

    @Test
    void benchIsAModuleOfItsOwnThatIsBuiltWhenItIsFirstCalled() throws Exception {
        launcher.run("info");
        RmtRun first = launcher.run("--stacktrace", "bench", "--quick");
        RmtRun second = launcher.run("bench");

        assertThat(Launcher.arguments(first)).containsSubsequence("-Drmt.home=" + launcher.home, "-cp",
                launcher.home + "/bench/target/bench.jar", "org.tornadormt.cli.Rmt", "--stacktrace", "bench",
                "--quick");
        assertThat(first.err()).startsWith("rmt: building (first use");
        assertThat(second.err()).isEmpty();
        assertThat(launcher.builds()).isEqualTo(2);
    }

    @Test
    void onlyBenchIsBuiltAgainWhenItsSourcesHaveChanged() throws Exception {
        launcher.run("info");
        launcher.run("bench");
        launcher.source("bench/src/main/java/Bench.java");

        assertThat(launcher.run("info").err()).isEmpty();
        assertThat(launcher.run("bench").err()).startsWith("rmt: building (a source has changed)");
    }

    @Test
    void benchHasAnAllocatorThatKeepsMemoryUnlessTheUserHasTunedIt() throws Exception {
        launcher.environment.put("MALLOC_TOP_PAD_", "7");

        assertThat(Launcher.arguments(launcher.run("bench"))).contains("malloc=1073741824 4294967296 7",
                "djl=" + launcher.home + "/bench/target/djl");
        assertThat(Launcher.arguments(launcher.run("info", "bench"))).contains("malloc=  7", "djl=");
    }

    @Test
    void sdkmansTornadoVmIsFound() throws Exception {
        Path sdk = Files.createDirectories(launcher.root.resolve(".sdkman/candidates/tornadovm/current"));
        Files.createFile(sdk.resolve("tornado-argfile"));

        assertThat(Launcher.arguments(launcher.run("devices"))).contains("tornado=" + sdk,
                "@" + sdk + "/tornado-argfile");
    }
}
