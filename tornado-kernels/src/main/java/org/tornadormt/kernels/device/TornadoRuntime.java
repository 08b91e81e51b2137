package org.tornadormt.kernels.device;

import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/**
 * TornadoVM's runtime, if this JVM was started with one. Asking never throws: the answer is a list of devices or the
 * reason why there is none.
 *
 * @param devices what TornadoVM found, in its order; empty if {@code problem} says why
 * @param problem one line for the user: what is missing and how to get it; empty if there are devices
 */
record TornadoRuntime(List<TornadoDevice> devices, String problem) {
    private static final String BAILOUT = "tornado.recover.bailout";
    /** Set by the argfile of an SDK. */
    private static final String STARTED = "tornado.load.runtime.implementation";
    private static final String HOW_TO_GET_IT = "install an SDK (sdk install tornadovm 5.2.0-jdk25-opencl), set"
            + " TORNADOVM_HOME to its folder unless SDKMAN did, and start with ./rmt";

    /** Looks for TornadoVM in this JVM. */
    static TornadoRuntime probe() {
        // Without these, a kernel that does not compile would silently run as sequential Java, and NaN and infinities
        // would be compiled as if they did not exist. TornadoVM reads all of these when it starts.
        setDefault(BAILOUT, "False");
        setDefault("tornado.opencl.compiler.flags", "-cl-mad-enable -w");
        // The default of 4096 bytes has no room for the arrays of a training program, some hundred at any depth.
        setDefault("tornado.tvm.maxbytecodesize", "65536");
        if (!System.getProperty(BAILOUT).equalsIgnoreCase("false")) {
            return absent("-D" + BAILOUT + "=" + System.getProperty(BAILOUT)
                    + " would hide kernels that fail: remove it or set it to False");
        }
        try {
            return devicesOf(TornadoRuntimeProvider.getTornadoRuntime());
        } catch (RuntimeException | LinkageError e) {
            return absent(System.getProperty(STARTED) == null ? "TornadoVM is not in this JVM: " + HOW_TO_GET_IT
                    : "TornadoVM's runtime does not start (" + reason(e)
                            + "): install the driver that its SDK was built"
                            + " for (a CPU will do: apt install pocl-opencl-icd on Debian), or another SDK");
        }
    }

    /** Version of the SDK, whose API is a module; empty if it does not say. */
    static String version() {
        return ModuleLayer.boot().findModule("tornado.api").flatMap(module -> module.getDescriptor().rawVersion())
                .orElse("");
    }

    private static TornadoRuntime devicesOf(uk.ac.manchester.tornado.api.TornadoRuntime runtime) {
        if (runtime == null) {
            return absent("TornadoVM is not in this JVM: " + HOW_TO_GET_IT);
        }
        List<TornadoDevice> devices = new ArrayList<>();
        for (int i = 0; i < runtime.getNumBackends(); i++) {
            TornadoBackend backend = runtime.getBackend(i);
            for (int j = 0; j < backend.getNumDevices(); j++) {
                devices.add(backend.getDevice(j));
            }
        }
        return devices.isEmpty()
                ? absent("TornadoVM runs, but found no device: install a driver (a CPU will do:"
                        + " apt install pocl-opencl-icd on Debian)")
                : new TornadoRuntime(devices, "");
    }

    /** What failed first, in one line. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static TornadoRuntime absent(String problem) {
        return new TornadoRuntime(List.of(), problem);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
