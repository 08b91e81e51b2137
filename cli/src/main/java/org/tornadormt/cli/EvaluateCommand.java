package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.task.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rmt evaluate}: how often models do tasks, by length of the texts. */
@Command(name = "evaluate", description = {
    "Measures how often a language model does a task on texts of several lengths.", "",
    "A text is right if every token that it asks for has the largest logit of the whole vocabulary. With several"
            + " models, such as the stages of a curriculum, it ends with a matrix: segments trained on by segments"
            + " read. What a model was trained on is read from the folder of its run.",
    "Ctrl-C ends it and keeps what is measured."},
        footer = {"", "Examples:", "  rmt evaluate models/facts --task memorize,detect",
            "  rmt evaluate run/best --task detect --segments 1,16,256,4096 \\",
            "      --samples 500 --out accuracy.json --picture accuracy.png",
            "  rmt evaluate stage1/best,stage2/best,stage3/best --task memorize \\",
            "      --segments 1,2,3,4,5,6,7,8 --picture matrix.svg"})
final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "MODEL", arity = "1..*", split = ",", description = "Folders of checkpoints, or names of"
            + " models that rmt pull has downloaded; with commas or spaces between them.")
    private List<String> models;

    @Option(names = "--segments", paramLabel = "N", split = ",", converter = TokenCount.class, description = "Segments"
            + " of the texts. Default: 1,2,4,8,16,32. k = 1024.")
    private List<Integer> lengths = List.of(1, 2, 4, 8, 16, 32);

    @Option(names = "--samples", paramLabel = "N", defaultValue = "100", description = "Texts of each length. Default:"
            + " ${DEFAULT-VALUE}.")
    private int samples;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Seed of the texts. Default:"
            + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--batch", paramLabel = "N", description = "Texts side by side; it changes no number. Default: 50,"
            + " or fewer if segments are long.")
    private Optional<Integer> batch = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the results to a file of JSON; anew with"
            + " each result.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw them, as .png or .svg: a line for each task,"
            + " or with several models a heat map for each.")
    private Optional<Path> picture = Optional.empty();

    @Mixin
    private TrainTaskOptions texts;

    @Mixin
    private LoadingOptions loading;

    @Mixin
    private DeviceOptions deviceOptions;

    EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireOptions();
        Optional<OutputFile> json = out.map(this::output);
        Optional<PictureFile> pictureFile = picture.map(this::output).map(PictureFile::at);
        List<EvaluatedModel> evaluated = models.stream().map(this::load).toList();
        evaluated.forEach(model -> model.check(lengths));
        Device device = deviceOptions.device(terminal);
        EvaluationRun run = new EvaluationRun(terminal, device, lengths.stream().sorted().toList(), samples,
                batch.orElse(0), seed);
        EvaluationReport report = new EvaluationReport(run, evaluated,
                evaluated.getFirst().tasks().stream().map(Task::name).toList());
        int expected = evaluated.size() * report.tasks().size() * lengths.size();
        try (Interruption interruption = new Interruption(terminal, "keeping what is measured")) {
            terminal.println("Device: " + device.info().describe() + ", seed " + seed);
            List<EvaluationRow> rows = run.measure(evaluated, interruption::came, some -> json.ifPresent(
                    file -> JsonOutput.write(file, report.json(some, texts,
                            some.size() == expected && !interruption.came()))));
            conclude(report, rows, json, pictureFile);
            return interruption.exitCode();
        }
    }

    private void requireOptions() {
        require(lengths.stream().allMatch(segments -> segments >= 1), "--segments must be 1 or more each");
        require(samples >= 1, "--samples must be 1 or more, not " + samples);
        require(batch.orElse(1) >= 1, "--batch must be 1 or more, not " + batch.orElse(1));
        require(loading.alignment().isEmpty(), "--alignment has no meaning here: tasks make the segments themselves");
        requireNoneTwice("MODEL", models);
        requireNoneTwice("--segments", lengths);
        texts.check();
        requireNoneTwice("--task", texts.names());
    }

    private void requireNoneTwice(String option, List<?> values) {
        var seen = new HashSet<Object>();
        values.stream().filter(value -> !seen.add(value)).findFirst().ifPresent(twice -> require(false,
                option + " has " + twice + " twice; name each once"));
    }

    private void require(boolean sound, String problem) {
        if (!sound) {
            throw new ParameterException(command.commandLine(), problem);
        }
    }

    private OutputFile output(Path file) {
        models.forEach(model -> loading.output(file, model));
        return OutputFile.at(file);
    }

    private EvaluatedModel load(String name) {
        RmtModel model = loading.load(terminal, name);
        return new EvaluatedModel(name, model, TrainedLength.of(model.folder()), texts.of(model));
    }

    private void conclude(EvaluationReport report, List<EvaluationRow> rows, Optional<OutputFile> json,
            Optional<PictureFile> pictureFile) {
        if (rows.isEmpty()) {
            terminal.note("nothing was measured; no file was written");
            return;
        }
        if (report.models().size() > 1) {
            report.matrices(rows).forEach(matrix -> matrix.print(terminal));
        }
        pictureFile.ifPresent(file -> {
            file.write(report.pictures(rows));
            terminal.println("picture: " + file);
        });
        json.ifPresent(file -> terminal.println("numbers: " + file));
    }
}
