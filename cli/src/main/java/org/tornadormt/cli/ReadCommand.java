package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.session.MemoryFile;
import org.tornadormt.model.session.MemoryState;
import org.tornadormt.model.session.Session;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rmt read}: a text of any length into a memory file. */
@Command(name = "read", description = {
    "Reads a text of any length in constant memory and saves what the model remembers.", "",
    "The file holds memory [M, hidden], the memory at the end of the text, and what rmt read and rmt generate"
            + " need to go on from there as if the text had never been interrupted."},
        footer = {"", "Examples:",
            "  rmt read models/facts --input book.txt --memory-out book.memory",
            "  rmt read models/facts --input more.txt --memory a.memory --memory-out b.memory",
            "  zcat huge.txt.gz | rmt read models/facts --input - --memory-out huge.memory"})
final class ReadCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private DeviceOptions deviceOptions;

    @Mixin
    private ProfileOption profile;

    @ArgGroup(multiplicity = "1")
    private TextInput input;

    @Option(names = "--memory", paramLabel = "FILE", description = "A memory to go on from, made by rmt read or rmt"
            + " generate with the same model and options.")
    private Optional<Path> memory;

    @Option(names = "--memory-out", required = true, paramLabel = "FILE", description = "The memory file to write.")
    private Path memoryOut;

    ReadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile outputFile = modelOptions.output(memoryOut);
        profile.requireWritable();
        input.requireReadable();
        Optional<MemoryState> before = memory.map(MemoryFile::read);
        Device device = profile.watch(deviceOptions.device(terminal));
        RmtModel model = modelOptions.loadForStream(terminal);
        try (TokenSource source = input.open(terminal, model);
                Session session = Session.reading(model, device);
                PeakHeap peakHeap = PeakHeap.watch()) {
            before.ifPresent(session::restore);
            long start = System.nanoTime();
            long tokens = read(session, source);
            float[] finalMemory = session.finalMemory();
            double seconds = (System.nanoTime() - start) / 1e9;
            MemoryState state = session.state();
            outputFile.write(file -> MemoryFile.write(file, state, finalMemory, model.numMemTokens()));
            Table table = new Table().row("tokens", tokens);
            if (before.isPresent()) {
                table.row("tokens in all", state.tokens());
            }
            table.row("segments", state.segments() + (state.pendingTokens().length > 0 ? 1 : 0));
            table.row("tokens/s", String.format(Locale.ROOT, "%.0f", tokens / seconds));
            table.row("device", device.info().describe());
            table.row("peak heap", (peakHeap.bytes() >> 20) + " MiB after garbage collection");
            table.row("written", outputFile).print(terminal);
        }
        profile.write(device, terminal);
        return 0;
    }

    private long read(Session session, TokenSource source) throws IOException {
        try (Progress progress = terminal.progress("reading", "tokens", -1)) {
            return new SessionReader(session, progress).readStream(source);
        }
    }
}
