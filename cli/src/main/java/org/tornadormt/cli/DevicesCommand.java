package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.DeviceLimits;
import org.tornadormt.kernels.device.Devices;
import org.tornadormt.kernels.proof.ProvenDevices;
import org.tornadormt.kernels.proof.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rmt devices}: what {@code --device} can be, and what is known of it. */
@Command(name = "devices", description = {"Lists the devices that --device can name.",
    "The JVM is always there. TornadoVM adds GPUs and CPUs whose driver one of its backends can use.", "",
    "A TornadoVM device has to compute every kernel as Java does before it is used: that is tested once for each"
            + " device, driver, SDK and version of this program, and one that fails is refused. GFLOP/s are measured"
            + " on a linear map and attention with the sizes of GPT-2 small; --device auto takes the fastest."},
        footer = {"",
            "Examples:",
            "  rmt devices",
            "  rmt devices --check",
            "  rmt devices --json devices.json"})
final class DevicesCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1 << 20;

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the list to a file too, with all that the"
            + " devices report.")
    private Optional<Path> json;

    @Option(names = "--check", description = "Test and measure all devices now, whatever is known of them.")
    private boolean check;

    DevicesCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Optional<OutputFile> outputFile = json.map(OutputFile::at);
        Path cache = UserCache.folder(environment);
        Devices devices = Devices.find(Runtime.getRuntime().availableProcessors());
        ProvenDevices proven = new ProvenDevices(devices, new VerdictFiles(cache.resolve("devices")), terminal::note);
        Map<Device, Optional<Verdict>> verdicts = new LinkedHashMap<>();
        for (Device device : devices.all()) {
            verdicts.put(device, check ? Optional.of(proven.check(device)) : proven.known(device));
        }
        if (check) {
            new KnownChoice(cache).forget();
        }
        print(verdicts);
        if (!devices.tornadoProblem().isEmpty()) {
            terminal.println("");
            terminal.println(devices.tornadoProblem());
        }
        outputFile.ifPresent(file -> JsonOutput.write(file, json(verdicts)));
        return 0;
    }

    private void print(Map<Device, Optional<Verdict>> verdicts) {
        Table table = new Table().row("ID", "NAME", "DETAIL", "WORK-GROUP", "FP16", "SELF-TEST", "GFLOP/S");
        verdicts.forEach((device, verdict) -> {
            DeviceInfo info = device.info();
            Optional<DeviceLimits> limits = device.limits();
            table.row(info.id(), info.name(), info.detail(),
                    limits.map(known -> String.valueOf(known.maxWorkGroup())).orElse("-"),
                    limits.map(known -> known.halfPrecision() ? "yes" : "no").orElse("-"), selfTest(device, verdict),
                    verdict.filter(Verdict::passed).map(Verdict::speedInWords).orElse("-"));
        });
        table.print(terminal);
        verdicts.forEach((device, verdict) -> verdict.filter(known -> !known.passed())
                .ifPresent(known -> terminal.println(device.info().id() + ": the self-test " + known.describe())));
    }

    private static String selfTest(Device device, Optional<Verdict> verdict) {
        if (device.isTrusted()) {
            return "not needed";
        }
        return verdict.map(known -> known.outcome().name().toLowerCase(Locale.ROOT))
                .orElse("at first use");
    }

    private static ArrayNode json(Map<Device, Optional<Verdict>> verdicts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        verdicts.forEach((device, verdict) -> {
            DeviceInfo info = device.info();
            ObjectNode node = array.addObject().put("id", info.id()).put("backend", info.backend())
                    .put("name", info.name()).put("detail", info.detail()).put("software", info.software());
            device.limits().ifPresent(limits -> addLimits(node, limits));
            node.put("selfTest", selfTest(device, verdict));
            verdict.ifPresent(known -> node.put("failure", known.failure()).put("gigaflops", known.speed()));
        });
        return array;
    }

    private static void addLimits(ObjectNode node, DeviceLimits limits) {
        node.put("memoryMiB", limits.memoryBytes() / MEBIBYTE).put("usableMiB", limits.usableBytes() / MEBIBYTE)
                .put("largestArrayMiB", limits.largestArrayBytes() / MEBIBYTE)
                .put("localMemoryKiB", limits.localMemoryBytes() >> 10).put("computeUnits", limits.computeUnits())
                .put("maxWorkGroup", limits.maxWorkGroup()).put("fp16", limits.halfPrecision());
        limits.maxWorkItems().forEach(node.putArray("maxWorkItems")::add);
    }
}
