package org.tornadormt.kernels.device;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.DeviceTraits;
import org.tornadormt.kernels.program.Launch;

/** Chooses the form of each launch by what the device reports of itself, and says where the definition has to do. */
final class FormChoice {
    private static final System.Logger LOG = System.getLogger(FormChoice.class.getPackageName());

    private final Optional<DeviceTraits> traits;
    private final Set<String> said = new HashSet<>();

    private FormChoice(Optional<DeviceTraits> traits) {
        this.traits = traits;
    }

    /** The forms for a device with these traits. */
    static FormChoice by(DeviceTraits traits) {
        return new FormChoice(Optional.of(traits));
    }

    /** Always the definition. */
    static FormChoice definitions() {
        return new FormChoice(Optional.empty());
    }

    /** The form to compile instead of the definition, if there is one. */
    Optional<DeviceForm> of(Launch launch) {
        return traits.flatMap(device -> {
            List<DeviceForm> made = launch.deviceForms().stream()
                    .filter(form -> form.processor() == device.processor()).toList();
            Optional<DeviceForm> fits = made.stream().filter(form -> form.obstacle(device).isEmpty()).findFirst();
            if (fits.isEmpty()) {
                made.forEach(form -> form.obstacle(device).ifPresent(why -> say(launch.name(), form, why)));
            }
            return fits;
        });
    }

    private void say(String operation, DeviceForm form, String why) {
        String line = operation + " is compiled as plain loops, not as " + form.kernel().name() + ": " + why;
        if (said.add(line)) {
            LOG.log(System.Logger.Level.INFO, line);
        }
    }
}
