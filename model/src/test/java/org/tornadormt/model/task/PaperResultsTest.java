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
    @CsvSource({"2, 100, 100, 100", "4, 100, 100, 99.9", "8, 100, 100, 97.35", "16, 99.98, 99.9, 93.17",
        "32, 99.23, 99.81, 91.55", "64, 98.23, 99.71, 89.32", "128, 96.5, 98.85, 87.35", "256, 95.21, 98.47, 87.57",
        "512, 93.19, 98.56, 84.83", "1024, 92.69, 97.08, 83.52", "2048, 90.41, 97.08, 83.45",
        "4096, 90.56, 96.07, 81.9"})
    void accuraciesAreThoseOfTheFigure(int segments, String memorize, String detect, String reasoning) {
        assertThat(PaperResults.segments()).contains(segments);
        assertThat(PaperResults.accuracy("memorize", segments)).hasValue(fraction(memorize));
        assertThat(PaperResults.accuracy("detect", segments)).hasValue(fraction(detect));
        assertThat(PaperResults.accuracy("reasoning", segments)).hasValue(fraction(reasoning));
    }

    private static double fraction(String percent) {
        return new BigDecimal(percent).movePointLeft(2).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 3, 4095, 8192})
    void otherLengthsHaveNoResult(int segments) {
        assertThat(PaperResults.accuracy("memorize", segments)).isEmpty();
        assertThat(PaperResults.accuracy("detect", segments)).isEmpty();
    }

    @Test
    void otherTasksHaveNoResult() {
        assertThat(PaperResults.accuracy("qa1", 2)).isEmpty();
    }

    @Test
    void theFigureShowsTwelveLengths() {
        assertThat(PaperResults.segments()).hasSize(12).isSorted();
    }
}
