package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.session.Perplexity;
import org.tornadormt.model.session.Perplexity.SegmentResult;
import org.tornadormt.model.session.Session;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rmt perplexity}: how well a language model predicts a text. */
@Command(name = "perplexity", description = {"Measures how well a model predicts a text, segment by segment.", "",
    "Every token but the first of the text is predicted from the one before it; loss is the mean cross-entropy"
            + " in nats, perplexity its exponential. Compare with --reset-every 1 to see what the memory is"
            + " worth."},
        footer = {"", "Examples:",
            "  rmt perplexity gpt2 --input book.txt --segment-size 512",
            "  rmt perplexity gpt2 --ids ids.txt --mem-tokens 0 --json perplexity.json"})
final class PerplexityCommand implements Callable<Integer> {
    private static final String ROW = "%8s  %10s  %10s  %12s";

    private final Terminal terminal;

    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions modelOptions;

    @Mixin
    private DeviceOptions deviceOptions;

    @ArgGroup(multiplicity = "1")
    private TextInput input;

    @Option(names = "--reset-every", paramLabel = "N", description = "Forget after every N segments: the next begins"
            + " with the initial memory. Default: never.")
    private Optional<Integer> resetEvery = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers to a file too.")
    private Optional<Path> json;

    PerplexityCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (resetEvery.orElse(1) < 1) {
            throw new ParameterException(command.commandLine(),
                    "--reset-every must be 1 or more, not " + resetEvery.orElse(1));
        }
        Optional<OutputFile> outputFile = json.map(modelOptions::output);
        input.requireReadable();
        Device device = deviceOptions.device(terminal);
        RmtModel model = modelOptions.loadForStream(terminal);
        LanguageModels.require(model, "perplexity");
        List<SegmentResult> results = new ArrayList<>();
        SegmentResult total;
        try (TokenSource source = input.open(terminal, model)) {
            terminal.println(ROW.formatted("segment", "tokens", "loss", "perplexity"));
            measure(model, device, source, results);
            total = total(results, source.name());
        }
        terminal.println(row("total", total));
        outputFile.ifPresent(file -> JsonOutput.write(file, json(model, device, results, total)));
        return 0;
    }

    private void measure(RmtModel model, Device device, TokenSource source, List<SegmentResult> results)
            throws IOException {
        Perplexity perplexity = new Perplexity(result -> {
            results.add(result);
            terminal.println(row(Integer.toString(result.segment()), result));
        });
        try (Session session = Session.reading(model, device, perplexity)
                .forgettingEvery(resetEvery.orElse(Integer.MAX_VALUE));
                Progress progress = terminal.progressBesideOutput("perplexity", "tokens", -1)) {
            new SessionReader(session, progress).readStream(source);
            session.endSegment();
        }
    }

    private static SegmentResult total(List<SegmentResult> results, String name) {
        int tokens = results.stream().mapToInt(SegmentResult::predictedTokens).sum();
        if (tokens == 0) {
            throw new InputException(name + " has only one token, so there is none to predict; give a longer text");
        }
        double sum = results.stream().filter(result -> result.predictedTokens() > 0)
                .mapToDouble(result -> result.crossEntropy() * result.predictedTokens()).sum();
        return new SegmentResult(results.size(), tokens, sum / tokens);
    }

    private static String row(String name, SegmentResult result) {
        return result.predictedTokens() == 0
                ? ROW.formatted(name, 0, "-", "-")
                : ROW.formatted(name, result.predictedTokens(), number(result.crossEntropy()),
                        number(result.perplexity()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private ObjectNode json(RmtModel model, Device device, List<SegmentResult> results, SegmentResult total) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", model.folder().toString()).put("device", device.info().describe());
        root.put("segmentSize", model.segmentSize()).put("numMemTokens", model.numMemTokens());
        resetEvery.ifPresent(segments -> root.put("resetEvery", segments));
        Versions.all().forEach(root.putObject("versions")::put);
        root.set("total", json(total).put("segments", results.size()));
        results.forEach(result -> root.withArray("segments").add(json(result).put("segment", result.segment())));
        return root;
    }

    private static ObjectNode json(SegmentResult result) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("tokens", result.predictedTokens());
        return result.predictedTokens() == 0
                ? node
                : node.put("loss", result.crossEntropy()).put("perplexity", result.perplexity());
    }
}
