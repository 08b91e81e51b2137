package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.UNIT_ROUNDOFF;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.kernels.AttentionHeads.Asking;
import org.tornadormt.kernels.gradient.AttentionGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of the gradients of attention. */
final class AttentionGradientCases {

    private AttentionGradientCases() {}

    static GradientCase query(RandomInputs random) {
        return query(random, SegmentRows.random(random), RandomInputs.LAYERS, 1).variant("a place for each layer");
    }

    /** With scores of some hundreds, whose exponentials single precision cannot hold. */
    static GradientCase queryWithLargeScores(RandomInputs random) {
        return query(random, SegmentRows.random(random), 1, 60).variant("one place for all layers");
    }

    /** Of more than one block of rows and of slots, whatever a form takes for a block. */
    static GradientCase longQuery(RandomInputs random) {
        return query(random, SegmentRows.random(random, 60 + random.oneTo(60)), 1, 1).variant("long")
                .withoutDerivatives();
    }

    private static GradientCase query(RandomInputs random, SegmentRows segment, int cachedLayers,
            double queryDeviation) {
        int numKeyValueHeads = random.oneTo(2);
        int numHeads = numKeyValueHeads * random.oneTo(3);
        int headSize = random.size();
        int layerSize = segment.sequences() * segment.cacheSlots() * numKeyValueHeads * headSize;
        IntArray layer = random.layer();
        int layerStart = cachedLayers == 1 ? 0 : layer.get(0) * layerSize;
        AttentionHeads heads = new AttentionHeads(asking(segment), numHeads, numKeyValueHeads, headSize,
                segment.cacheSlots(), layerStart);
        int rowCount = segment.rowCount();
        FloatArray query = random.floats(rowCount * heads.hiddenSize(), 0, queryDeviation);
        FloatArray keys = random.floats(cachedLayers * layerSize);
        FloatArray values = random.floats(cachedLayers * layerSize);
        FloatArray outGradient = random.floats(rowCount * heads.hiddenSize());
        FloatArray queryGradient = RandomInputs.toBeOverwritten(rowCount * heads.hiddenSize());
        FloatArray statistics = RandomInputs.toBeOverwritten(rowCount * numHeads * 2);

        double[] q = Expected.contentOf(query);
        double[] k = Expected.contentOf(keys);
        double[] v = Expected.contentOf(values);
        double[] gradient = Expected.contentOf(outGradient);
        Approximation[] expected = new Approximation[queryGradient.getSize()];
        Approximation[] expectedStatistics = new Approximation[statistics.getSize()];
        for (int r = 0; r < rowCount; r++) {
            for (int head = 0; head < numHeads; head++) {
                ScoreGradients scores = heads.scoreGradients(r, head, q, gradient, k, v);
                double[][] seen = heads.seen(k, r, head);
                int own = r * numHeads + head;
                expectedStatistics[2 * own] = scores.logSum();
                expectedStatistics[2 * own + 1] = scores.mean();
                for (int i = 0; i < headSize; i++) {
                    WeightedSum sum = new WeightedSum();
                    for (int t = 0; t < seen.length; t++) {
                        sum.add(scores.gradients()[t], seen[t][i] / Math.sqrt(headSize));
                    }
                    expected[own * headSize + i] = sum.result();
                }
            }
        }
        KernelCase kernelCase = KernelCase.of(AttentionGradient.class,
                AttentionGradient.query(segment.values(), query, keys, values, outGradient, queryGradient, statistics,
                        layer, rowCount, segment.rowsPerSequence(), segment.cacheSlots(), numHeads, numKeyValueHeads,
                        headSize, cachedLayers == 1 ? 0 : layerSize),
                Expected.approximately(queryGradient, expected),
                Expected.approximately(statistics, expectedStatistics));
        return GradientCase.of(kernelCase,
                Derivative.overwritten(queryGradient, q, gradient, point -> heads.attend(point, k, v)));
    }

    static GradientCase keyValue(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        return keyValue(random, segment, segment.table(), asking(segment)).variant("rows that see each other");
    }

    static GradientCase longKeyValue(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random, 60 + random.oneTo(60));
        return keyValue(random, segment, segment.table(), asking(segment)).variant("long").withoutDerivatives();
    }

    /** Keys and values of rows that others read. */
    static GradientCase keyValueOfReaders(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int readersPerSequence = random.size();
        RowTable readers = new RowTable(segment.sequences() * readersPerSequence);
        List<Asking> asking = new ArrayList<>();
        for (int n = 0; n < segment.sequences() * readersPerSequence; n++) {
            int sequence = n / readersPerSequence;
            int other = sequence * segment.rowsPerSequence() + random.below(segment.rowsPerSequence());
            readers.reads(n, segment.table(), other);
            asking.add(new Asking(sequence, segment.rows().get(other).visible()));
        }
        return keyValue(random, segment, readers, asking).variant("rows that are read");
    }

    private static GradientCase keyValue(RandomInputs random, SegmentRows segment, RowTable queryRows,
            List<Asking> asking) {
        int numKeyValueHeads = random.oneTo(2);
        int numHeads = numKeyValueHeads * random.oneTo(3);
        int headSize = random.size();
        AttentionHeads heads = new AttentionHeads(asking, numHeads, numKeyValueHeads, headSize, segment.cacheSlots(),
                0);
        FloatArray query = random.floats(asking.size() * heads.hiddenSize());
        FloatArray keyValue = random.floats(segment.rowCount() * 2 * heads.slotSize());
        FloatArray outGradient = random.floats(asking.size() * heads.hiddenSize());
        FloatArray statistics = new FloatArray(asking.size() * numHeads * 2);
        FloatArray keyValueGradient = RandomInputs.toBeOverwritten(keyValue.getSize());

        double[] q = Expected.contentOf(query);
        double[] gradient = Expected.contentOf(outGradient);
        // Slots that belong to no row hold something too.
        double[] others = Expected.contentOf(
                random.floats(segment.sequences() * segment.cacheSlots() * heads.slotSize()));
        double[] point = Expected.contentOf(keyValue);
        double[] keys = cache(segment, point, others, 0, heads.slotSize());
        double[] values = cache(segment, point, others, 1, heads.slotSize());
        WeightedSum[] sums = new WeightedSum[keyValue.getSize()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new WeightedSum();
        }
        for (int r = 0; r < asking.size(); r++) {
            for (int head = 0; head < numHeads; head++) {
                ScoreGradients scores = heads.scoreGradients(r, head, q, gradient, keys, values);
                statistics.set((r * numHeads + head) * 2, (float) scores.logSum().value());
                statistics.set((r * numHeads + head) * 2 + 1, (float) scores.mean().value());
                for (int c = 0; c < segment.rowCount(); c++) {
                    SegmentRows.Row row = segment.rows().get(c);
                    boolean sees = !row.isPadding() && row.sequence() == asking.get(r).sequence()
                            && row.slot() < asking.get(r).visible();
                    for (int i = 0; i < headSize && sees; i++) {
                        int key = (2 * c * numKeyValueHeads + heads.keyValueHead(head)) * headSize + i;
                        int own = (r * numHeads + head) * headSize + i;
                        double weight = scores.weights()[row.slot()];
                        sums[key].add(scores.gradients()[row.slot()], q[own] / Math.sqrt(headSize));
                        sums[key + heads.slotSize()].add(
                                new Approximation(weight, weight * scores.relative() + Float.MIN_NORMAL),
                                gradient[own]);
                    }
                }
            }
        }
        Approximation[] expected = new Approximation[sums.length];
        for (int i = 0; i < sums.length; i++) {
            expected[i] = sums[i].result();
        }
        KernelCase kernelCase = KernelCase.of(AttentionGradient.class,
                AttentionGradient.keyValue(segment.values(), queryRows.values(), query, keyValue, outGradient,
                        statistics, keyValueGradient, segment.rowCount(), segment.rowsPerSequence(),
                        asking.size() / segment.sequences(), numHeads, numKeyValueHeads, headSize),
                Expected.approximately(keyValueGradient, expected));
        return GradientCase.of(kernelCase, Derivative.overwritten(keyValueGradient, point, gradient,
                numbers -> heads.attend(q, cache(segment, numbers, others, 0, heads.slotSize()),
                        cache(segment, numbers, others, 1, heads.slotSize()))));
    }

    private static List<Asking> asking(SegmentRows segment) {
        return segment.rows().stream().map(row -> new Asking(row.sequence(), row.visible())).toList();
    }

    /** The keys (part 0) or values (part 1) of rows in their slots. */
    private static double[] cache(SegmentRows segment, double[] keyValue, double[] others, int part, int slotSize) {
        double[] cache = others.clone();
        for (int c = 0; c < segment.rowCount(); c++) {
            SegmentRows.Row row = segment.rows().get(c);
            if (!row.isPadding()) {
                int slot = row.sequence() * segment.cacheSlots() + row.slot();
                System.arraycopy(keyValue, (2 * c + part) * slotSize, cache, slot * slotSize, slotSize);
            }
        }
        return cache;
    }

    /** A sum of approximate numbers times exact ones, and times 1 / √headSize where that is part of these. */
    private static final class WeightedSum {
        private double value;
        private double error;
        private double magnitude;
        private int terms;

        private void add(Approximation number, double factor) {
            value += number.value() * factor;
            error += number.error() * Math.abs(factor);
            magnitude += (Math.abs(number.value()) + number.error()) * Math.abs(factor);
            terms++;
        }

        /** n terms, each a product that is rounded, in n additions, as in {@link Sums}. */
        private Approximation result() {
            return new Approximation(value, (1 + ScoreGradients.SCALE) * error
                    + ((terms + 2) * UNIT_ROUNDOFF + ScoreGradients.SCALE) * magnitude);
        }
    }
}
