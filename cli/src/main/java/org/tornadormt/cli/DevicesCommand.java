package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rmt devices}: what {@code --device} can be. */
@Command(name = "devices", description = {"Lists the devices that --device can name.",
    "The JVM is always there. TornadoVM adds GPUs and CPUs with an OpenCL, PTX or SPIR-V driver."},
        footer = {"",
            "Examples:",
            "  rmt devices",
            "  rmt devices --json devices.json"})
final class DevicesCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the list to a file too.")
    private Optional<Path> json;

    DevicesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<OutputFile> outputFile = json.map(OutputFile::at);
        Devices devices = Devices.find(Runtime.getRuntime().availableProcessors());
        List<DeviceInfo> infos = devices.all().stream().map(Device::info).toList();
        Table table = new Table().row("ID", "BACKEND", "NAME", "DETAIL");
        infos.forEach(info -> table.row(info.id(), info.backend(), info.name(), info.detail()));
        table.print(terminal);
        if (!devices.tornadoProblem().isEmpty()) {
            terminal.println("");
            terminal.println(devices.tornadoProblem());
        }
        outputFile.ifPresent(file -> JsonOutput.write(file, json(infos)));
        return 0;
    }

    private static ArrayNode json(List<DeviceInfo> infos) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        infos.forEach(info -> array.addObject().put("id", info.id()).put("backend", info.backend())
                .put("name", info.name()).put("detail", info.detail()));
        return array;
    }
}
