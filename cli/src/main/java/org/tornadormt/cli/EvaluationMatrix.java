package org.tornadormt.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tornadormt.cli.picture.HeatMap;

/**
 * Accuracy of several models on one task: a row for each model, a column for each length of texts.
 *
 * @param task name of the task
 * @param models the rows
 * @param lengths the columns, in segments
 * @param cells {@code [models][lengths]} accuracy of 0 … 1; NaN where nothing was measured
 */
record EvaluationMatrix(String task, List<EvaluatedModel> models, List<Integer> lengths, double[][] cells) {

    /** The matrix of what was measured. */
    static EvaluationMatrix of(String task, List<EvaluatedModel> models, List<Integer> lengths,
            List<EvaluationRow> rows) {
        double[][] cells = new double[models.size()][lengths.size()];
        for (double[] row : cells) {
            Arrays.fill(row, Double.NaN);
        }
        rows.stream().filter(row -> row.task().equals(task)).forEach(row -> cells[models.indexOf(row.model())][lengths
                .indexOf(row.segments())] = row.answers().estimate().accuracy());
        return new EvaluationMatrix(task, models, lengths, cells);
    }

    /** Prints it. */
    void print(Terminal terminal) {
        terminal.println("");
        terminal.println(title());
        Table table = new Table();
        table.row(Stream.concat(Stream.of("model", "trained on"), lengths.stream()).toArray());
        for (int row = 0; row < cells.length; row++) {
            EvaluatedModel model = models.get(row);
            table.row(Stream.concat(Stream.of(model.name(), model.trainedText()), texts(row).stream()).toArray());
        }
        table.print(terminal);
    }

    /** Draws it. */
    HeatMap picture() {
        List<List<String>> texts = new ArrayList<>();
        for (int row = 0; row < cells.length; row++) {
            texts.add(texts(row));
        }
        return new HeatMap(title(), cells, 0, 1, labels(), "segments of the texts",
                lengths.stream().map(String::valueOf).toList(), List.of(), texts);
    }

    /** What models were trained on, if that tells them apart; else their names, without the folders that all are in. */
    private List<String> labels() {
        List<String> trained = models.stream().flatMap(model -> model.trained().stream()).distinct()
                .map(TrainedLength::toString).toList();
        if (trained.size() == models.size()) {
            return trained;
        }
        List<String> names = models.stream().map(EvaluatedModel::name).toList();
        String first = names.getFirst();
        int shared = first.lastIndexOf('/') + 1;
        while (shared > 0 && !allBeginWith(names, first.substring(0, shared))) {
            shared = first.lastIndexOf('/', shared - 2) + 1;
        }
        int from = shared;
        return names.stream().map(name -> name.substring(from)).toList();
    }

    private static boolean allBeginWith(List<String> names, String beginning) {
        return names.stream().allMatch(name -> name.startsWith(beginning));
    }

    private String title() {
        return task + ": accuracy in % by segments trained on (rows) and read (columns)";
    }

    private List<String> texts(int row) {
        return Arrays.stream(cells[row]).mapToObj(cell -> Double.isNaN(cell) ? "–" : Percent.of(cell)).toList();
    }
}
