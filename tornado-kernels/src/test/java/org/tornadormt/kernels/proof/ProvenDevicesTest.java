package org.tornadormt.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.kernels.proof.FaultyDevice.Fault;

/** The choice of a device by what is known of it. */
final class ProvenDevicesTest {
    private static final FaultyDevice SOUND = FaultyDevice.sound("tornado:SOUND:0");
    private static final FaultyDevice BROKEN = new FaultyDevice("tornado:BROKEN:0", "linear in panels",
            Fault.DOES_NOT_RUN);

    private final JvmDevice jvm = JvmDevice.withThreads(1);
    private final VerdictStore verdicts = VerdictStore.inMemory();
    private final List<String> told = new ArrayList<>();

    @Test
    void whereThereIsOnlyTheJvmAutoTakesItWithoutAWord() {
        ProvenDevices.Choice choice = devices(jvm).choose("auto");

        assertThat(choice.device()).isSameAs(jvm);
        assertThat(choice.reason()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(verdicts.find(key(jvm.info()))).as("nothing was measured").isEmpty();
    }

    @Test
    void autoTakesTheFastestThatPassedAndSaysSo() {
        verdicts.keep(key(jvm.info()), passed(10));
        verdicts.keep(key(SOUND.info()), passed(25.25));
        verdicts.keep(key(BROKEN.info()), new Verdict(Verdict.Outcome.FAILED, "linear: element 0", 0));

        ProvenDevices.Choice choice = devices(jvm, SOUND, BROKEN).choose("auto");

        assertThat(choice.device()).isSameAs(SOUND);
        assertThat(choice.reason()).isEqualTo("auto: tornado:SOUND:0 is the fastest, 25.3 GFLOP/s (others: jvm passed,"
                + " 10.0 GFLOP/s; tornado:BROKEN:0 failed in linear: element 0)");
        assertThat(told).as("all was known").isEmpty();
    }

    @Test
    void autoStaysWithTheJvmIfItIsFaster() {
        verdicts.keep(key(jvm.info()), passed(10));
        verdicts.keep(key(SOUND.info()), passed(9));

        assertThat(devices(jvm, SOUND).choose("auto").device()).isSameAs(jvm);
    }

    @Test
    void autoPassesByADeviceWhoseTestDidNotEnd() {
        verdicts.keep(key(jvm.info()), passed(10));
        verdicts.keep(key(SOUND.info()), Verdict.UNFINISHED);

        ProvenDevices.Choice choice = devices(jvm, SOUND).choose("auto");

        assertThat(choice.device()).isSameAs(jvm);
        assertThat(choice.reason()).contains("tornado:SOUND:0 did not end");
        assertThat(told).isEmpty();
    }

    @Test
    void aDeviceIsTestedOnceWithAWordBefore() {
        verdicts.keep(key(jvm.info()), passed(1e9));

        assertThat(devices(jvm, BROKEN).choose("auto").device()).isSameAs(jvm);
        assertThat(devices(jvm, BROKEN).choose("auto").device()).isSameAs(jvm);

        assertThat(told).singleElement().asString().startsWith("testing tornado:BROKEN:0 (faulty)");
        assertThat(verdicts.find(key(BROKEN.info())).orElseThrow().failure())
                .startsWith("linear in panels: element 0 is ");
    }

    @Test
    void aDeviceThatFailedIsRefusedByNameWithTheKernel() {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(DeviceException.class)
                    .isThrownBy(() -> devices(jvm, BROKEN).choose("tornado:BROKEN:0"))
                    .withMessageStartingWith("device tornado:BROKEN:0 is refused, because its self-test failed in"
                            + " linear in panels: element 0 is NaN instead of ")
                    .withMessageEndingWith("test it again with rmt devices --check");
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void whoeverNamesADeviceWhoseTestDidNotEndHasItTestedAgain() {
        verdicts.keep(key(BROKEN.info()), Verdict.UNFINISHED);

        assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> devices(jvm, BROKEN).choose(BROKEN.id()));

        assertThat(verdicts.find(key(BROKEN.info())).orElseThrow().outcome()).isEqualTo(Verdict.Outcome.FAILED);
    }

    @Test
    void aCheckForgetsWhatWasKnown() {
        verdicts.keep(key(BROKEN.info()), passed(1e9));

        assertThat(devices(jvm, BROKEN).check(BROKEN).passed()).isFalse();
        assertThat(devices(jvm, BROKEN).verdict(BROKEN).passed()).isFalse();
    }

    @Test
    void theJvmNeedsNoProof() {
        assertThat(devices(jvm, BROKEN).choose("jvm").device()).isSameAs(jvm);
        assertThat(told).isEmpty();
    }

    private ProvenDevices devices(Device... devices) {
        return new ProvenDevices(Devices.of(List.of(devices)), verdicts, told::add);
    }

    private static Verdict passed(double speed) {
        return new Verdict(Verdict.Outcome.PASSED, "", speed);
    }

    private static String key(DeviceInfo info) {
        return String.join(" | ", info.id(), info.name(), info.detail(), info.software());
    }
}
