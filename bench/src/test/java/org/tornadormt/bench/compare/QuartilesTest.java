package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuartilesTest {

    @Test
    void quartilesLieBetweenNeighboursInProportion() {
        // Of n sorted values the quantile p is at place p * (n - 1), counted from 0: 1.5, 0.75 and 2.25.
        assertThat(Quartiles.of(List.of(4.0, 10.0, 1.0, 2.0))).isEqualTo(new Quartiles(3, 1.75, 5.5));
        // Places 2, 1 and 3.
        assertThat(Quartiles.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0))).isEqualTo(new Quartiles(3, 2, 4));
    }

    @Test
    void ofOneValueAllQuartilesAreThatValue() {
        assertThat(Quartiles.of(List.of(7.0))).isEqualTo(new Quartiles(7, 7, 7));
    }

    @Test
    void ratiosArePairedBeforeTheyAreSorted() {
        // 2, 4 and 1; the ratio of the medians would be 20 / 10.
        assertThat(Quartiles.ofRatios(List.of(20.0, 40.0, 10.0), List.of(10.0, 10.0, 10.0)))
                .isEqualTo(new Quartiles(2, 1.5, 3));
        // 1, 8 and 0.5, while both have the median 20.
        assertThat(Quartiles.ofRatios(List.of(20.0, 80.0, 10.0), List.of(20.0, 10.0, 20.0)))
                .isEqualTo(new Quartiles(1, 0.75, 4.5));
    }

    @Test
    void whatCannotBePairedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Quartiles.ofRatios(List.of(1.0, 2.0), List.of(1.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> Quartiles.of(List.of()));
    }

    @Test
    void aCellHasTheMedianAndThenTheQuartiles() {
        assertThat(new Quartiles(1234.4, 999, 2000.5).cell("%,.0f")).isEqualTo("1,234 [999, 2,001]");
    }
}
