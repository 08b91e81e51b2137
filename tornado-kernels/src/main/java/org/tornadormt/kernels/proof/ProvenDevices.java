package org.tornadormt.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.Devices;

/**
 * Devices that are tested before they are used: a device that computes a kernel wrongly is refused by name. A verdict
 * holds for as long as the device, its driver, the SDK and this project stay as they are.
 */
public final class ProvenDevices {
    private final Devices devices;
    private final VerdictStore verdicts;
    private final Consumer<String> progress;

    /**
     * Devices that are proved when somebody chooses them.
     *
     * @param verdicts what is known already
     * @param progress is told in a line before something takes seconds
     */
    public ProvenDevices(Devices devices, VerdictStore verdicts, Consumer<String> progress) {
        this.devices = devices;
        this.verdicts = verdicts;
        this.progress = progress;
    }

    /**
     * A device and why it was taken.
     *
     * @param reason one line for the user; empty if it was asked for by name or is the only one
     */
    public record Choice(Device device, String reason) {}

    /**
     * Chooses a device.
     *
     * @param id {@code auto} for the fastest that passed, or what {@link Devices#choose} takes
     * @throws DeviceException if there is no such device, or if it failed its self-test
     */
    public Choice choose(String id) {
        if (id.equals("auto")) {
            return fastest();
        }
        Device device = devices.choose(id);
        if (!device.isTrusted()) {
            // A test that did not end last time says nothing: whoever names the device wants to know.
            Verdict known = known(device).filter(verdict -> verdict.outcome() != Verdict.Outcome.UNFINISHED)
                    .orElseGet(() -> check(device));
            if (!known.passed()) {
                throw new DeviceException("device " + device.info().id() + " is refused, because its self-test failed"
                        + " in " + known.failure() + "; take another (rmt devices lists them), or update its driver and"
                        + " test it again with rmt devices --check");
            }
        }
        return new Choice(device, "");
    }

    /** What is known of a device. */
    public Optional<Verdict> known(Device device) {
        return verdicts.find(key(device.info()));
    }

    /** What is known of a device; if nothing, it is tested now. */
    public Verdict verdict(Device device) {
        return known(device).orElseGet(() -> check(device));
    }

    /** Tests a device now, whatever is known of it. */
    public Verdict check(Device device) {
        String key = key(device.info());
        if (!device.isTrusted()) {
            progress.accept("testing " + device.info().describe()
                    + ": every kernel against Java, once for this driver and version");
            verdicts.keep(key, Verdict.UNFINISHED);
        }
        Verdict verdict = Verdict.of(device);
        verdicts.keep(key, verdict);
        return verdict;
    }

    private Choice fastest() {
        List<Device> all = devices.all();
        Device best = all.getFirst();
        if (all.size() == 1) {
            return new Choice(best, "");
        }
        Verdict fastest = verdict(best);
        List<String> others = new ArrayList<>();
        for (Device device : all.subList(1, all.size())) {
            Verdict verdict = verdict(device);
            if (verdict.speed() > fastest.speed()) {
                others.add(best.info().id() + " " + fastest.describe());
                best = device;
                fastest = verdict;
            } else {
                others.add(device.info().id() + " " + verdict.describe());
            }
        }
        return new Choice(best, "auto: " + best.info().id() + " is the fastest, " + fastest.speedInWords()
                + " GFLOP/s (others: " + String.join("; ", others) + ")");
    }

    /** All that a verdict depends on, but for the version of this project, which is the store's business. */
    private static String key(DeviceInfo info) {
        return String.join(" | ", info.id(), info.name(), info.detail(), info.software());
    }
}
