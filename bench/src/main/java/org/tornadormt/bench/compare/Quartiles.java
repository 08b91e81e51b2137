package org.tornadormt.bench.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** The middle of some numbers: robust where single measurements are off because the machine had other work. */
public record Quartiles(double median, double q1, double q3) {

    /** Of at least one number; between two neighbours it interpolates, as NumPy and R do unless told otherwise. */
    public static Quartiles of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("quartiles of no numbers");
        }
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(values.stream().mapToDouble(Double::doubleValue).toArray());
        return new Quartiles(percentile.evaluate(50), percentile.evaluate(25), percentile.evaluate(75));
    }

    /** Of the ratios {@code numerators[i] / denominators[i]}. */
    public static Quartiles ofRatios(List<Double> numerators, List<Double> denominators) {
        if (numerators.size() != denominators.size()) {
            throw new IllegalArgumentException("%d numbers cannot be paired with %d".formatted(numerators.size(),
                    denominators.size()));
        }
        return of(IntStream.range(0, numerators.size()).mapToObj(i -> numerators.get(i) / denominators.get(i))
                .toList());
    }

    /** As a cell of a table, each number in that format. */
    public String cell(String format) {
        return String.format(Locale.ROOT, format + " [" + format + ", " + format + "]", median, q1, q3);
    }
}
