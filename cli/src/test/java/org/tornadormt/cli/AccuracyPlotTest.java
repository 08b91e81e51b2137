package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadormt.model.task.AccuracyEstimate;

class AccuracyPlotTest {

    @Test
    void everyLengthHasItsPointAtItsAccuracy() {
        List<String> lines = plot(row(1024, 100, 100), row(4096, 50, 100), row(1 << 20, 0, 100));

        assertThat(lines.get(0)).startsWith(" 100 % ┤").contains("●").matches("[^●]*●[^●]*");
        assertThat(lines.get(5)).startsWith("  50 % ┤").matches("[^●]*●[^●]*");
        assertThat(lines.get(10)).startsWith("   0 % ┤").matches("[^●]*●[^●]*");
        assertThat(lines.get(0).indexOf('●')).isLessThan(lines.get(5).indexOf('●'));
        assertThat(lines.get(5).indexOf('●')).isLessThan(lines.get(10).indexOf('●'));
        assertThat(lines.getLast()).containsSubsequence("1k", "4k", "1M");
    }

    @Test
    void fewSamplesHaveALongInterval() {
        long few = plot(row(1024, 2, 4)).stream().filter(line -> line.contains("│")).count();
        long many = plot(row(1024, 5000, 10_000)).stream().filter(line -> line.contains("│")).count();

        assertThat(few).isGreaterThan(many);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1k", "65536, 64k", "1048576, 1M", "1120, 1120", "3145728, 3M", "1049600, 1025k"})
    void countsAreShort(long count, String expected) {
        assertThat(AccuracyPlot.shortCount(count)).isEqualTo(expected);
    }

    private static DemoRow row(long tokens, int correct, int samples) {
        return new DemoRow(tokens, 1, new AccuracyEstimate(correct, samples), OptionalDouble.empty(), 1,
                OptionalDouble.empty(), 1);
    }

    private static List<String> plot(DemoRow... rows) {
        StringWriter out = new StringWriter();
        Terminal terminal = Terminal.unwatched(new PrintWriter(out), new PrintWriter(new StringWriter()),
                new ByteArrayInputStream(new byte[0]));
        new AccuracyPlot(List.of(rows), 1 / 6.0).print(terminal);
        return out.toString().lines().toList();
    }
}
