package org.tornadormt.model.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaperResultsTest {

    /** Percentages as figure 1 prints them. */
    @ParameterizedTest
    @CsvSource({"2, 100, 100", "4, 100, 100", "8, 100, 100", "16, 99.98, 99.9", "32, 99.23, 99.81", "64, 98.23, 99.71",
        "128, 96.5, 98.85", "256, 95.21, 98.47", "512, 93.19, 98.56", "1024, 92.69, 97.08", "2048, 90.41, 97.08",
        "4096, 90.56, 96.07"})
    void accuraciesAreThoseOfTheFigure(int segments, String memorize, String detect) {
        assertThat(PaperResults.segments()).contains(segments);
        assertThat(PaperResults.accuracy(FactTask.MEMORIZE, segments)).hasValue(fraction(memorize));
        assertThat(PaperResults.accuracy(FactTask.DETECT, segments)).hasValue(fraction(detect));
    }

    private static double fraction(String percent) {
        return new BigDecimal(percent).movePointLeft(2).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 3, 4095, 8192})
    void otherLengthsHaveNoResult(int segments) {
        assertThat(PaperResults.accuracy(FactTask.MEMORIZE, segments)).isEmpty();
        assertThat(PaperResults.accuracy(FactTask.DETECT, segments)).isEmpty();
    }

    @Test
    void theFigureShowsTwelveLengths() {
        assertThat(PaperResults.segments()).hasSize(12).isSorted();
    }
}
