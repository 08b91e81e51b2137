package org.tornadormt.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.session.GenerationOptions;
import org.tornadormt.model.session.Generator;
import org.tornadormt.model.session.MemoryFile;
import org.tornadormt.model.session.MemoryState;
import org.tornadormt.model.session.Session;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rmt generate}: goes on with a text. */
@Command(name = "generate", description = {"Goes on with a text of any length.", "",
    "When a segment is full, the memory is rewritten and the text goes on in the next one, so length has no"
            + " limit."},
        footer = {"", "Examples:",
            "  rmt generate gpt2 --prompt \"The meaning of life is\" --max-new-tokens 50",
            "  rmt generate gpt2 --input story.txt --max-new-tokens 1k --top-p 0.95 --seed 1",
            "  rmt generate models/facts --memory book.memory --prompt \"where is mary ?\" \\",
            "      --max-new-tokens 1 --greedy",
            "  rmt generate gpt2 --ids ids.txt --max-new-tokens 20 --greedy --print-ids"})
final class GenerateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private DeviceOptions deviceOptions;

    @Mixin
    private SamplingChoice sampling;

    @ArgGroup
    private PromptInput prompt;

    @Option(names = "--memory", paramLabel = "FILE", description = "A memory to go on from, made by rmt read or rmt"
            + " generate with the same model and options; then the prompt may be left out.")
    private Optional<Path> memory;

    @Option(names = "--memory-out", paramLabel = "FILE", description = "Save the memory after the new text, to go on"
            + " from later.")
    private Optional<Path> memoryOut;

    @Option(names = "--max-new-tokens", required = true, paramLabel = "N", converter = TokenCount.class, description = {
        "How many tokens to generate; k = 1024, M = 1024k."})
    private int maxNewTokens;

    @Option(names = "--end-token", paramLabel = "ID", description = "Stop after this token. Default: none.")
    private Integer endToken;

    @Option(names = "--no-commit", description = "Never rewrite the memory: generate inside the last segment of the"
            + " prompt as far as the positions go, as the reference implementation does.")
    private boolean noCommit;

    @Option(names = "--print-ids", description = "Print the new token ids on one line instead of the text.")
    private boolean printIds;

    GenerateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        requireConsistentOptions();
        GenerationOptions options = new GenerationOptions(maxNewTokens, !noCommit,
                endToken == null ? OptionalInt.empty() : OptionalInt.of(endToken), sampling.options(terminal));
        Optional<OutputFile> outputFile = memoryOut.map(modelOptions::output);
        if (prompt != null) {
            prompt.requireReadable();
        }
        Optional<MemoryState> state = memory.map(MemoryFile::read);
        Device device = deviceOptions.device(terminal);
        RmtModel model = modelOptions.load(terminal);
        LanguageModels.require(model, command.name());
        requireEndTokenIn(model);
        // No tokenizer is needed to print ids, so that a folder without one will do.
        try (TextTokenizer tokenizer = printIds ? null : TextInput.tokenizer(model, "printing text", "--print-ids")) {
            int[] ids = prompt == null ? new int[0] : prompt.read(terminal, model);
            if (ids.length > model.segmentSize()) {
                state = Optional.of(readPrompt(model, device, state, ids));
                ids = new int[0];
            }
            try (Generator generator = Generator.after(model, device, state, ids, options)) {
                int[] generated = tokenizer == null ? printIds(generator) : printText(generator, tokenizer);
                outputFile.ifPresent(
                        file -> save(file, generator.state(), generated[generated.length - 1], model, device));
            }
        }
        return 0;
    }

    private void requireConsistentOptions() {
        if (prompt == null && memory.isEmpty()) {
            throw new ParameterException(command.commandLine(),
                    "nothing to go on from: give --prompt, --input, --ids or"
                            + " --memory");
        }
        if (noCommit && memoryOut.isPresent()) {
            throw new ParameterException(command.commandLine(),
                    "--no-commit never rewrites the memory, so there is none"
                            + " for --memory-out");
        }
    }

    private void requireEndTokenIn(RmtModel model) {
        int vocabularySize = model.config().vocabularySize();
        if (endToken != null && (endToken < 0 || endToken >= vocabularySize)) {
            throw new InputException(
                    "--end-token " + endToken + " is not in the vocabulary of the model, whose ids are 0 to "
                            + (vocabularySize - 1));
        }
    }

    /** A prompt of more than one segment is worth a progress bar. */
    private MemoryState readPrompt(RmtModel model, Device device, Optional<MemoryState> before, int[] ids) {
        try (Session session = Session.reading(model, device);
                Progress progress = terminal.progress("reading", "tokens", ids.length)) {
            SessionReader reader = new SessionReader(session, progress);
            if (before.isPresent()) {
                session.restore(before.get());
                reader.feed(ids);
            } else {
                reader.readSegments(SessionReader.segments(model, ids));
            }
            return session.state();
        }
    }

    private int[] printIds(Generator generator) {
        int[] ids;
        try (Progress progress = terminal.progress("generating", "tokens", maxNewTokens)) {
            ids = generator.generate(id -> progress.step());
        }
        terminal.println(Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
        return ids;
    }

    private int[] printText(Generator generator, TextTokenizer tokenizer) {
        TextStream text = new TextStream(tokenizer, terminal::print);
        int[] ids;
        try (Progress progress = terminal.progressBesideOutput("generating", "tokens", maxNewTokens)) {
            ids = generator.generate(id -> {
                text.accept(id);
                progress.step();
            });
        }
        text.end();
        terminal.println("");
        return ids;
    }

    /** Saves the memory after all new tokens: the last one was chosen but not read yet. */
    private static void save(OutputFile outputFile, MemoryState beforeLast, int last, RmtModel model, Device device) {
        try (Session session = Session.reading(model, device)) {
            session.restore(beforeLast);
            session.feed(last);
            float[] finalMemory = session.finalMemory();
            outputFile.write(file -> MemoryFile.write(file, session.state(), finalMemory, model.numMemTokens()));
        }
    }
}
