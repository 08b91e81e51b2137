package org.tornadormt.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.model.cost.ForwardFlops;
import org.tornadormt.model.cost.PaperModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rmt flops}: what a text costs, read whole and read in segments. */
@Command(name = "flops", description = {
    "Estimates the floating-point operations of a forward pass over a text: read whole, with attention of all"
            + " tokens to all, and read in segments with memory.",
    "", "Without MODEL: the table of arXiv 2304.11062, figure 3, for the sizes of OPT. Nothing is run."},
        footer = {"", "Examples:", "  rmt flops", "  rmt flops models/facts --segment-size 32 --memory-rows 8",
            "  rmt flops gpt2/config.json --tokens 4k,64k,1M --json flops.json"})
final class FlopsCommand implements Callable<Integer> {
    private static final String[] UNITS = {"", " k", " M", " G", " T", " P", " E", " Z"};
    private static final int STEP = 1000;

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "Folder of a checkpoint, the name of a model that"
            + " rmt pull has downloaded, or the config.json of a decoder.")
    private Optional<String> model;

    @Option(names = "--tokens", paramLabel = "N", split = ",", converter = TokenCount.class, description = "Lengths of"
            + " the text. k = 1024, M = 1024k. Default: 512 to 2048000, as in the paper.")
    private List<Integer> lengths = PaperModels.lengths();

    @Option(names = "--segment-size", paramLabel = "N", converter = TokenCount.class, defaultValue = "512",
            description = "Tokens of a segment. Default: ${DEFAULT-VALUE}, as in the paper.")
    private int segmentSize;

    @Option(names = "--memory-rows", paramLabel = "R", defaultValue = "0", description = "Rows that the memory adds to"
            + " a segment: twice the memory vectors of a decoder, or those of an encoder. Default: ${DEFAULT-VALUE};"
            + " the paper counts none.")
    private int memoryRows;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the numbers to a file.")
    private Optional<Path> json;

    FlopsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        require(segmentSize >= 1, "--segment-size must be 1 or more, not " + segmentSize);
        require(memoryRows >= 0, "--memory-rows must be 0 or more, not " + memoryRows);
        require(lengths.stream().allMatch(tokens -> tokens >= 1), "--tokens must be 1 or more each");
        Optional<OutputFile> jsonFile = json.map(OutputFile::at);
        Map<String, ForwardFlops> models = models();
        if (model.isPresent()) {
            printOne(models.values().iterator().next());
        } else {
            printSavings(models);
        }
        jsonFile.ifPresent(file -> JsonOutput.write(file, json(models)));
        return 0;
    }

    private void require(boolean sound, String problem) {
        if (!sound) {
            throw new ParameterException(command.commandLine(), problem);
        }
    }

    private Map<String, ForwardFlops> models() {
        Map<String, ForwardFlops> models = new LinkedHashMap<>();
        model.ifPresentOrElse(name -> models.put(name, flops(ModelFolder.of(name, environment))),
                () -> PaperModels.opt().forEach((size, config) -> models.put("OPT-" + size, ForwardFlops.of(config))));
        return models;
    }

    private static ForwardFlops flops(Path path) {
        return Files.isRegularFile(path) && path.toString().endsWith(".json")
                ? ForwardFlops.ofConfiguration(path)
                : ForwardFlops.ofCheckpoint(path);
    }

    private void printOne(ForwardFlops flops) {
        Table table = new Table().row("tokens", "read whole", "in segments of " + segmentSize, "saving");
        for (int tokens : lengths) {
            table.row(grouped(tokens), text(flops.ofSequence(tokens)), text(inSegments(flops, tokens)),
                    times(saving(flops, tokens)));
        }
        table.print(terminal);
    }

    private void printSavings(Map<String, ForwardFlops> models) {
        terminal.println("Operations read whole, divided by operations in segments of " + segmentSize + " tokens");
        Table table = new Table().row(line("tokens", models.keySet().stream().toList()));
        for (int tokens : lengths) {
            table.row(line(grouped(tokens),
                    models.values().stream().map(flops -> times(saving(flops, tokens))).toList()));
        }
        table.row(line("one segment", models.values().stream().map(flops -> text(inSegments(flops, segmentSize)))
                .toList()));
        table.print(terminal);
    }

    private static Object[] line(String first, List<String> others) {
        List<Object> cells = new ArrayList<>(List.of(first));
        cells.addAll(others);
        return cells.toArray();
    }

    private double inSegments(ForwardFlops flops, int tokens) {
        return flops.ofSegments(tokens, segmentSize, memoryRows);
    }

    private double saving(ForwardFlops flops, int tokens) {
        return flops.ofSequence(tokens) / inSegments(flops, tokens);
    }

    private static String times(double saving) {
        return "×" + String.format(Locale.ROOT, saving < 10 ? "%.2f" : "%.1f", saving);
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Four digits and a decimal prefix. */
    private static String text(double flops) {
        double value = flops;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.3f" : value < 100 ? "%.2f" : "%.1f", value) + UNITS[unit];
    }

    private ObjectNode json(Map<String, ForwardFlops> models) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("segmentSize", segmentSize).put("memoryRows", memoryRows);
        ArrayNode array = root.putArray("models");
        models.forEach((name, flops) -> {
            ArrayNode points = array.addObject().put("model", name).putArray("lengths");
            for (int tokens : lengths) {
                points.addObject().put("tokens", tokens).put("wholeFlops", flops.ofSequence(tokens))
                        .put("segmentsFlops", inSegments(flops, tokens)).put("saving", saving(flops, tokens));
            }
        });
        return root;
    }
}
