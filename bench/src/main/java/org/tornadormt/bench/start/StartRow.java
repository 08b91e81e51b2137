package org.tornadormt.bench.start;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.tornadormt.bench.compare.Quartiles;

/**
 * First segments at one depth.
 *
 * @param layers the depth
 * @param compiledKernels kernels that were compiled, in each round
 * @param load seconds that reading the checkpoint took
 * @param firstSegment seconds from there to the end of the first segment
 * @param cpu processor time of all threads meanwhile, which other work on the machine changes little
 * @param compile seconds of these in which kernels were compiled
 * @param upload seconds of these in which arrays went to the device
 * @param uploadedBytes their bytes
 * @param secondSegment seconds of the next segment
 * @param timesFewest {@code firstSegment} over that of the smallest depth, paired by round
 */
record StartRow(int layers, List<Integer> compiledKernels, Quartiles load, Quartiles firstSegment, Quartiles cpu,
        Quartiles compile,
        Quartiles upload, long uploadedBytes, Quartiles secondSegment, Quartiles timesFewest) {
    static final Object[] HEADINGS = {"layers", "kernels", "first segment, s [q1, q3]", "× fewest layers",
        "CPU, s", "compiling, s", "upload, s", "MiB", "2nd segment, s", "loading, s"};

    /** Of the reports of all rounds, beside those of the smallest depth. */
    static StartRow of(int layers, List<FirstSegmentReport> rounds, List<FirstSegmentReport> fewest) {
        return new StartRow(layers,
                rounds.stream().map(FirstSegmentReport::compiledKernels).distinct().toList(),
                quartiles(rounds, FirstSegmentReport::loadSeconds),
                quartiles(rounds, FirstSegmentReport::firstSegmentSeconds),
                quartiles(rounds, FirstSegmentReport::cpuSeconds),
                quartiles(rounds, FirstSegmentReport::compileSeconds),
                quartiles(rounds, FirstSegmentReport::uploadSeconds), rounds.getFirst().uploadedBytes(),
                quartiles(rounds, FirstSegmentReport::secondSegmentSeconds), Quartiles.ofRatios(
                        values(rounds, FirstSegmentReport::firstSegmentSeconds),
                        values(fewest, FirstSegmentReport::firstSegmentSeconds)));
    }

    private static Quartiles quartiles(List<FirstSegmentReport> rounds, ToDoubleFunction<FirstSegmentReport> number) {
        return Quartiles.of(values(rounds, number));
    }

    private static List<Double> values(List<FirstSegmentReport> rounds, ToDoubleFunction<FirstSegmentReport> number) {
        return rounds.stream().mapToDouble(number).boxed().toList();
    }

    Object[] cells() {
        return new Object[]{layers, compiledKernels.stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).get(),
            firstSegment.cell("%.2f"), median(timesFewest), median(cpu), median(compile), median(upload),
            uploadedBytes >> 20,
            median(secondSegment), median(load)};
    }

    private static String median(Quartiles quartiles) {
        return String.format(Locale.ROOT, "%.2f", quartiles.median());
    }
}
