package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.LayerNorm;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.NumberFormat;
import org.tornadormt.kernels.RmsNorm;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.DeviceTraits;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Processor;
import org.tornadormt.kernels.program.WorkGrid;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The form of a kernel follows from what a device reports, and from shapes. */
final class FormChoiceTest {
    private static final DeviceTraits CPU = new DeviceTraits(Processor.CPU, 4096, 1 << 16);
    private static final DeviceTraits GPU = new DeviceTraits(Processor.GPU, 1024, 48 << 10);

    @Test
    void aCpuGetsVectorsAndAGpuTiles() {
        assertThat(chosen(CPU, linear(16, 0, 1))).isEqualTo("linearRows");
        assertThat(chosen(CPU, linear(13, 8, 64))).isEqualTo("linearPanels");
        assertThat(chosen(GPU, linear(13, 3, 1))).isEqualTo("linearTiles");
    }

    @Test
    void weightsOfSixteenBitsHaveTheSameForms() {
        assertThat(chosen(CPU, linear(NumberFormat.BFLOAT16, 16, 0, 1))).isEqualTo("linearRows");
        assertThat(chosen(CPU, linear(NumberFormat.FLOAT16, 13, 8, 64))).isEqualTo("linearPanels");
        assertThat(chosen(GPU, linear(NumberFormat.BFLOAT16, 13, 3, 64))).isEqualTo("linearTiles");
    }

    @Test
    void normsAreVectorsOnACpuAndGroupsOnAGpu() {
        assertThat(chosen(CPU, layerNorm(16))).isEqualTo("layerNormVectors");
        assertThat(chosen(CPU, layerNorm(13))).isEqualTo("layerNorm");
        assertThat(chosen(GPU, layerNorm(13))).isEqualTo("layerNormGroups");
        assertThat(chosen(CPU, rmsNorm(16))).isEqualTo("rmsNormVectors");
        assertThat(chosen(CPU, rmsNorm(13))).isEqualTo("rmsNorm");
        assertThat(chosen(GPU, rmsNorm(13))).isEqualTo("rmsNormGroups");
    }

    @Test
    void weightsBeginWhereVectorsOfEightDo() {
        for (NumberFormat format : NumberFormat.values()) {
            for (int size = 64; size < 128; size++) {
                assertThat(VectorForms.firstAligned(StoredNumbers.zeros(format, size)) % 8).as("%s", format).isZero();
            }
        }
    }

    @Test
    void shapesThatNoFormTakesAreLeftToTheDefinition() {
        assertThat(chosen(CPU, linear(13, 0, 1))).isEqualTo("linear");
        assertThat(chosen(CPU, linear(16, 3, 64))).isEqualTo("linear");
        assertThat(chosen(CPU, linear(16, 4, 64))).isEqualTo("linear");
        assertThat(chosen(CPU, linear(16, 8, 3))).isEqualTo("linear");
    }

    @Test
    void aGpuWithSmallGroupsOrLittleSharedMemoryGetsTheDefinition() {
        assertThat(chosen(new DeviceTraits(Processor.GPU, 128, 48 << 10), linear(16, 0, 1))).isEqualTo("linear");
        assertThat(chosen(new DeviceTraits(Processor.GPU, 1024, 4 << 10), linear(16, 0, 1))).isEqualTo("linear");
    }

    @Test
    void whoWantsTheDefinitionsGetsThem() {
        assertThat(FormChoice.definitions().of(linear(16, 0, 1))).isEmpty();
    }

    @Test
    void gridsAreWholeGroups() {
        assertThat(WorkGrid.covering(5, 9, 1, 8)).isEqualTo(new WorkGrid(5, 16, 1, 8));
        assertThat(WorkGrid.ofGroups(3, 2, 16, 8)).isEqualTo(new WorkGrid(48, 16, 16, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new WorkGrid(5, 9, 1, 8))
                .withMessage("5 x 9 work-items are no whole groups of 1 x 8");
    }

    private static String chosen(DeviceTraits traits, Launch launch) {
        return FormChoice.by(traits).of(launch).map(DeviceForm::kernel).orElse(launch).name();
    }

    private static Launch layerNorm(int hiddenSize) {
        return LayerNorm.launch(new FloatArray(5 * hiddenSize), new FloatArray(hiddenSize), new FloatArray(hiddenSize),
                new FloatArray(5 * hiddenSize), new IntArray(1), 5, hiddenSize, 1e-5f);
    }

    private static Launch rmsNorm(int hiddenSize) {
        return RmsNorm.launch(new FloatArray(5 * hiddenSize), new FloatArray(hiddenSize),
                new FloatArray(5 * hiddenSize), new IntArray(1), 5, hiddenSize, 1e-5f);
    }

    private static Launch linear(int inFeatures, int first, int width) {
        return linear(NumberFormat.FLOAT32, inFeatures, first, width);
    }

    private static Launch linear(NumberFormat format, int inFeatures, int first, int width) {
        return Linear.launch(new FloatArray(5 * inFeatures), StoredNumbers.zeros(format, first + 64 * inFeatures),
                new FloatArray(7), new FloatArray(5 * 7), new IntArray(1), 5, inFeatures, 7, first, width);
    }
}
