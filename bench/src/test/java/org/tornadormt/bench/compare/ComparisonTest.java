package org.tornadormt.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tornadormt.bench.engine.BenchShapes;

class ComparisonTest {
    private static final Contender OURS = Contender.OURS;
    private static final Contender USER = new Contender("tornadormt", Work.USER);
    private static final Contender A = new Contender("a", Work.SAME);
    private static final Contender B = new Contender("b", Work.SAME);
    private static final List<Contender> ALL = Contender.all(List.of("a", "b"));
    /** Segments of 32 tokens, twice. */
    private static final Configuration CONFIGURATION = new Configuration(BenchShapes.named("facts"), 2, 1);

    private final List<Contender> turns = new ArrayList<>();
    private final Map<Contender, Integer> turnsOf = new HashMap<>();
    private int steps;

    private Comparison compare(int rounds, Function<Contender, Measurement> measure) {
        return Comparison.of(CONFIGURATION, ALL, rounds, contender -> {
            turns.add(contender);
            return measure.apply(contender);
        }, () -> steps++);
    }

    private static Measurement seconds(double seconds) {
        return seconds(seconds, 0);
    }

    private static Measurement seconds(double seconds, double maxAbsDiff) {
        return new Measurement(seconds,
                new ForkReport(null, maxAbsDiff, "library 1.0", "9-bit vectors", true, 12, 8, 4, 0.25));
    }

    private static Conditions conditions(List<Measurement> measurements) {
        Machine machine = new Machine("cpu", 3, "os", "0.1", "25", "default");
        return Conditions.of(machine, CONFIGURATION, 9, measurements, 0.5, null, "2026-01-01T00:00:00Z");
    }

    /** The next of these seconds. */
    private Measurement next(Contender contender, double... seconds) {
        return seconds(seconds[turnsOf.merge(contender, 1, Integer::sum) - 1]);
    }

    @Test
    void theContendersTakeTurns() {
        compare(2, _ -> seconds(1));

        assertThat(turns).containsExactly(OURS, USER, A, B, OURS, USER, A, B);
        assertThat(steps).isEqualTo(8);
    }

    @Test
    void speedsArePairedByRoundWithTheSameWorkOfOurs() {
        Comparison comparison = compare(3, contender -> switch (contender) {
            case Contender c when c.equals(OURS) -> next(c, 1, 2, 4);
            case Contender c when c.equals(USER) -> next(c, 0.5, 0.5, 0.5);
            default -> next(contender, 2, 2, 2);
        });

        List<ComparisonRow> rows = comparison.rows(ComparisonTest::conditions);

        assertThat(rows).extracting(ComparisonRow::engine).containsExactly("tornadormt", "a", "b", "tornadormt", "a",
                "b");
        assertThat(rows).extracting(ComparisonRow::work).containsExactly(Work.SAME, Work.SAME, Work.SAME, Work.USER,
                Work.USER, Work.USER);
        // 64 tokens in 1, 2 and 4 s.
        assertThat(rows.get(0).tokensPerSecond()).isEqualTo(new Quartiles(32, 24, 48));
        assertThat(rows.get(0).ourSpeedup()).isEqualTo(new Quartiles(1, 1, 1));
        // They take 2, 1 and 0.5 times as long.
        assertThat(rows.get(1).tokensPerSecond()).isEqualTo(new Quartiles(32, 32, 32));
        assertThat(rows.get(1).ourSpeedup()).isEqualTo(new Quartiles(1, 0.75, 1.5));
        assertThat(rows.get(4).tokensPerSecond()).isEqualTo(rows.get(1).tokensPerSecond());
        assertThat(rows.get(4).ourSpeedup()).isEqualTo(new Quartiles(4, 4, 4));
    }

    @Test
    void anEngineThatCannotBeUsedIsSaidOnceAndTheOthersGoOn() {
        Comparison comparison = compare(2, contender -> contender.equals(A)
                ? Measurement.failed(ForkReport.ofProblem("no library for this system", 0))
                : seconds(1));

        assertThat(turns).containsExactly(OURS, USER, A, B, OURS, USER, B);
        assertThat(steps).isEqualTo(8);
        assertThat(comparison.problems()).containsExactly("a, facts, batch 2, 1 thread: no library for this system");
        assertThat(comparison.hasWrongNumbers()).isFalse();
        assertThat(comparison.rows(ComparisonTest::conditions)).extracting(ComparisonRow::engine)
                .containsExactly("tornadormt", "b", "tornadormt", "b");
    }

    @Test
    void anEngineThatFailsLaterHasNoRow() {
        Comparison comparison = compare(2, contender -> contender.equals(B) && turns.size() > ALL.size()
                ? Measurement.failed(ForkReport.ofProblem("its JVM died", 0))
                : seconds(1));

        assertThat(comparison.problems()).hasSize(1);
        assertThat(comparison.rows(ComparisonTest::conditions)).extracting(ComparisonRow::engine)
                .doesNotContain("b");
    }

    @Test
    void anEngineWithWrongNumbersHasNoRow() {
        for (double wrong : new double[]{0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            Comparison comparison = compare(1, contender -> contender.equals(A)
                    ? Measurement.failed(ForkReport.ofProblem("wrong numbers", wrong))
                    : seconds(1));

            assertThat(comparison.hasWrongNumbers()).isTrue();
            assertThat(comparison.problems()).hasSize(1);
            assertThat(comparison.rows(ComparisonTest::conditions)).extracting(ComparisonRow::engine)
                    .doesNotContain("a");
        }
    }

    @Test
    void withoutOursNothingIsMeasured() {
        Comparison comparison = compare(2, contender -> contender.equals(OURS)
                ? Measurement.failed(ForkReport.ofProblem("out of memory", 0))
                : seconds(1));

        assertThat(turns).containsExactly(OURS);
        assertThat(steps).isEqualTo(8);
        assertThat(comparison.problems()).hasSize(1);
        assertThat(comparison.rows(ComparisonTest::conditions)).isEmpty();
    }

    @Test
    void aRowOfTheFileHasTheNumbersAndTheConditions() {
        Comparison comparison = compare(2, contender -> seconds(contender.equals(A) ? 2 : 1,
                contender.equals(A) ? turns.size() / 1024.0 : 0));

        JsonNode rows = new JsonMapper().valueToTree(comparison.rows(ComparisonTest::conditions));

        JsonNode row = rows.get(1);
        assertThat(row.properties().stream().map(Map.Entry::getKey)).containsExactly("engine", "shape", "batch",
                "threads", "work", "tokensPerSecond", "ourSpeedup", "maxAbsDiff", "cpuSecondsPerSegment", "conditions");
        assertThat(row.get("engine").textValue()).isEqualTo("a");
        assertThat(row.get("shape").textValue()).isEqualTo("facts");
        assertThat(row.get("work").textValue()).isEqualTo("same");
        assertThat(row.get("ourSpeedup").toString()).isEqualTo("{\"median\":2.0,\"q1\":2.0,\"q3\":2.0}");
        // Of both rounds the larger one: a's second turn was the seventh.
        assertThat(row.get("maxAbsDiff").doubleValue()).isEqualTo(7 / 1024.0);
        assertThat(row.get("cpuSecondsPerSegment").get("median").doubleValue()).isEqualTo(0.5);
        assertThat(row.get("conditions").toString()).isEqualTo("{\"cpu\":\"cpu\",\"cores\":3,\"os\":\"os\","
                + "\"tornadormt\":\"0.1\",\"jdk\":\"25\",\"malloc\":\"default\",\"vectors\":\"9-bit vectors\","
                + "\"engine\":\"library 1.0\",\"threads\":1,\"loadAtStart\":0.5,\"loadAtEnd\":null,\"otherWork\":0.25,\"seed\":9,"
                + "\"rounds\":2,\"warmedUp\":true,\"warmUpSegments\":12,\"measuredSegments\":16,"
                + "\"date\":\"2026-01-01T00:00:00Z\"}");
    }

    @Test
    void aRowOfTheTableSaysHowMuchFasterWeAre() {
        List<ComparisonRow> rows = compare(1, contender -> seconds(contender.equals(A) ? 0.02 : 0.01, 3e-5))
                .rows(ComparisonTest::conditions);

        assertThat(rows.get(0).cells()).containsExactly("facts", 2, 1, "same", "tornadormt", "6,400 [6,400, 6,400]",
                "–", "–");
        assertThat(rows.get(1).cells()).containsExactly("facts", 2, 1, "same", "a", "3,200 [3,200, 3,200]",
                "2.00 [2.00, 2.00]", "3e-05");
    }
}
