package org.tornadormt.kernels.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of a device in a JVM that was started without TornadoVM. */
final class DevicesTest {
    private static final String BAILOUT = "tornado.recover.bailout";

    private String bailout;

    @BeforeEach
    void keepProperty() {
        bailout = System.getProperty(BAILOUT);
    }

    @AfterEach
    void restoreProperty() {
        if (bailout == null) {
            System.clearProperty(BAILOUT);
        } else {
            System.setProperty(BAILOUT, bailout);
        }
    }

    @Test
    void theJvmIsAlwaysThere() {
        assertThat(Devices.find(2).all()).extracting(device -> device.info().id()).containsExactly("jvm");
        assertThat(Devices.find(2).choose("jvm").info().detail()).endsWith("-bit vectors, 2 threads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "JVM"})
    void theJvmIsChosenBySeveralNames(String id) {
        assertThat(Devices.find(1).choose(id).info().id()).isEqualTo("jvm");
    }

    @Test
    void plainLoopsAreChosenByName() {
        assertThat(Devices.find(3).choose("jvm:plain").info().id()).isEqualTo("jvm:plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cuda", "", "tornadovm", "jvm:0"})
    void anUnknownIdIsRefusedWithThoseThatThereAre(String id) {
        assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> Devices.find(1).choose(id))
                .withMessage("no device " + id + ": choose auto, tornado or one of jvm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tornado", "tornado:OPENCL:0", "tornado:PTX:1"})
    void aTornadoVmDeviceWithoutAnSdkSaysHowToGetOne(String id) {
        assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> Devices.find(1).choose(id))
                .withMessageStartingWith("no ").withMessageContaining("TornadoVM is not in this JVM")
                .withMessageContaining("sdk install tornadovm").withMessageContaining("TORNADOVM_HOME")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void aSettingThatHidesFailedKernelsIsRefused() {
        System.setProperty(BAILOUT, "True");

        assertThat(Devices.find(1).tornadoProblem()).contains("-Dtornado.recover.bailout=True")
                .contains("remove it or set it to False");
    }

    @Test
    void findingDevicesTurnsOffWhatHidesFailedKernels() {
        System.clearProperty(BAILOUT);

        Devices.find(1);

        assertThat(System.getProperty(BAILOUT)).isEqualTo("False");
    }
}
