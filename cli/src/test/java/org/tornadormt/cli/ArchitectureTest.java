package org.tornadormt.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules: cli and bench → model → tornado-kernels and checkpoints-loader. */
@AnalyzeClasses(packages = "org.tornadormt", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String KERNELS = "org.tornadormt.kernels..";
    private static final String LOADER = "org.tornadormt.checkpoints..";
    private static final String MODEL = "org.tornadormt.model..";
    private static final String CLI = "org.tornadormt.cli..";
    private static final String BENCH = "org.tornadormt.bench..";
    private static final String TORNADO = "uk.ac.manchester.tornado..";
    private static final String[] SCREEN = {"picocli..", "me.tongfei.progressbar..", "org.jline.."};

    @ArchTest
    static final ArchRule KERNELS_KNOW_NO_MODEL_AND_NO_FILES = noClasses().that().resideInAPackage(KERNELS)
            .should()
            .dependOnClassesThat().resideInAnyPackage(LOADER, MODEL, CLI, BENCH, "java.nio.file..");

    @ArchTest
    static final ArchRule THE_LOADER_KNOWS_NO_KERNELS = noClasses().that().resideInAPackage(LOADER).should()
            .dependOnClassesThat().resideInAnyPackage(KERNELS, MODEL, CLI, BENCH, TORNADO);

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_NO_COMMANDS = noClasses().that().resideInAPackage(MODEL).should()
            .dependOnClassesThat().resideInAnyPackage(CLI, BENCH);

    @ArchTest
    static final ArchRule COMMANDS_KNOW_NO_BENCHMARKS_AND_NO_TORNADOVM = noClasses().that()
            .resideInAPackage(CLI).should()
            .dependOnClassesThat().resideInAnyPackage(BENCH, TORNADO);

    @ArchTest
    static final ArchRule ONLY_COMMANDS_KNOW_A_SCREEN = noClasses().that()
            .resideInAnyPackage(KERNELS, LOADER, MODEL)
            .should().dependOnClassesThat().resideInAnyPackage(SCREEN);

    @ArchTest
    static final ArchRule ONLY_THE_TERMINAL_TOUCHES_THE_STANDARD_STREAMS = noClasses().that()
            .doNotHaveFullyQualifiedName(Terminal.class.getName()).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS = noClasses().that()
            .doNotHaveFullyQualifiedName(Rmt.class.getName())
            .should().callMethod(System.class, "exit", int.class);
}
