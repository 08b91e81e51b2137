package org.tornadormt.bench.kernels;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The peak of one core: fused multiply-adds that wait for nothing. Twelve chains are more than latency times width of
 * any core so far (4 cycles, 2 units), and fit into the 16 registers of AVX2 with their two constants.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PeakBenchmark {
    private static final VectorSpecies<Float> SPECIES = Integer.getInteger(VectorWidth.PROPERTY) == null
            ? FloatVector.SPECIES_PREFERRED
            : VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.getInteger(VectorWidth.PROPERTY)));
    private static final int CHAINS = 12;
    private static final int STEPS = 1_000_000;

    /** Floating-point operations of {@link #fma} with vectors of that many bits. */
    static double operations(int vectorBits) {
        return 2.0 * CHAINS * STEPS * (vectorBits / Float.SIZE);
    }

    /** A million steps of twelve chains. */
    @Benchmark
    public float fma() {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.9999f);
        FloatVector term = FloatVector.broadcast(SPECIES, 1e-3f);
        FloatVector a = factor;
        FloatVector b = term;
        FloatVector c = factor;
        FloatVector d = term;
        FloatVector e = factor;
        FloatVector f = term;
        FloatVector g = factor;
        FloatVector h = term;
        FloatVector i = factor;
        FloatVector j = term;
        FloatVector k = factor;
        FloatVector l = term;
        for (int step = 0; step < STEPS; step++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
            i = i.fma(factor, term);
            j = j.fma(factor, term);
            k = k.fma(factor, term);
            l = l.fma(factor, term);
        }
        return a.add(b).add(c.add(d)).add(e.add(f)).add(g.add(h)).add(i.add(j)).add(k.add(l))
                .reduceLanes(VectorOperators.ADD);
    }
}
