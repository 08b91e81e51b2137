package org.tornadormt.kernels.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.CopyArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What a program refuses when it is recorded, and what it says of itself. */
final class ProgramBuilderTest {
    private final FloatArray first = new FloatArray(3);
    private final FloatArray second = new FloatArray(3);
    private final FloatArray third = new FloatArray(3);
    private final Program.Builder builder = Program.named("model");

    @Test
    void aStageNameIsUsedOnce() {
        builder.stage("forward", List.of(CopyArray.launch(first, second)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.stage("forward", List.of(CopyArray.launch(second, third))))
                .withMessage("program model has two stages forward");
    }

    @Test
    void aStageRunsSomething() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.stage("forward", List.of()))
                .withMessage("stage forward has no launches");
    }

    @Test
    void everyArrayOfALaunchIsDeclared() {
        Launch launch = Launch.of("copyFloats", CopyArray::copyFloats, first, second, 3).writes(second);
        builder.stage("forward", List.of(launch));

        assertThatIllegalArgumentException().isThrownBy(builder::build)
                .withMessage("kernel copyFloats in stage forward does not say how it uses one of its arrays");
    }

    @Test
    void noLaunchWritesAnInput() {
        builder.inputs(first, second).stage("forward", List.of(CopyArray.launch(first, second)));

        assertThatIllegalArgumentException().isThrownBy(builder::build)
                .withMessage("kernel copyFloats in stage forward writes an input");
    }

    @Test
    void anInputBelongsToOneStage() {
        builder.inputs(first).stage("one", List.of(CopyArray.launch(first, second)))
                .stage("two", List.of(CopyArray.launch(first, third)));

        assertThatIllegalArgumentException().isThrownBy(builder::build)
                .withMessage("program model: an input or output is used by 2 stages, not by one");
    }

    @Test
    void anOutputBelongsToOneStage() {
        builder.outputs(second).stage("one", List.of(CopyArray.launch(first, second)))
                .stage("two", List.of(CopyArray.launch(second, third)));

        assertThatIllegalArgumentException().isThrownBy(builder::build)
                .withMessage("program model: an input or output is used by 2 stages, not by one");
    }

    @Test
    void anOutputIsUsedBySomeStage() {
        builder.outputs(third).stage("forward", List.of(CopyArray.launch(first, second)));

        assertThatIllegalArgumentException().isThrownBy(builder::build)
                .withMessage("program model: an input or output is used by 0 stages, not by one");
    }

    @Test
    void arraysOfEqualContentAreDifferentArrays() {
        Program program = builder.inputs(first).outputs(third).stage("forward",
                List.of(CopyArray.launch(first, second), CopyArray.launch(second, third))).build();

        assertThat(program.isInput(first)).isTrue();
        assertThat(program.isInput(second)).isFalse();
        assertThat(program.isOutput(third)).isTrue();
        assertThat(program.isOutput(second)).isFalse();
    }

    @Test
    void stagesAreFoundByNameInTheirOrder() {
        Program program = builder.stage("one", List.of(CopyArray.launch(first, second)))
                .stage("two", List.of(CopyArray.launch(second, third))).build();

        assertThat(program.name()).isEqualTo("model");
        assertThat(program.stages()).extracting(Stage::name).containsExactly("one", "two");
        assertThat(program.stage("two").launches()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> program.stage("three"))
                .withMessage("program model has no stage three");
    }

    @Test
    void whatSeveralStagesUseIsSharedAndCountedOnce() {
        IntArray alone = new IntArray(5);
        IntArray copy = new IntArray(5);
        Program program = builder
                .stage("one", List.of(CopyArray.launch(first, second), CopyArray.launch(second, first)))
                .stage("two", List.of(CopyArray.launch(second, third), CopyArray.launch(alone, copy)))
                .stage("three", List.of(CopyArray.launch(second, third))).build();

        assertThat(Program.arraysOf(program.stage("one"))).satisfiesExactly(array -> assertThat(array).isSameAs(first),
                array -> assertThat(array).isSameAs(second));
        assertThat(program.sharedArrays()).satisfiesExactly(array -> assertThat(array).isSameAs(second),
                array -> assertThat(array).isSameAs(third));
        assertThat(program.bytes()).isEqualTo(3 * first.getNumBytesOfSegmentWithHeader()
                + 2 * alone.getNumBytesOfSegmentWithHeader());
    }
}
