package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.DoubleStream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of rows that are looked up in a table, and of position embeddings. */
final class EmbeddingCases {

    private EmbeddingCases() {}

    static KernelCase rowLookup(RandomInputs random) {
        return rowLookup(random, NumberFormat.FLOAT32, 1);
    }

    static KernelCase rowLookupInPanels(RandomInputs random) {
        return rowLookup(random, NumberFormat.FLOAT32, 1 + random.oneTo(9)).variant("in panels");
    }

    /** Of a table of that format. */
    static KernelCase rowLookup(RandomInputs random, NumberFormat format, int width) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        FloatArray table = random.floats(format, segment.vocabularySize() * hiddenSize);
        FloatArray out = RandomInputs.toBeOverwritten(segment.rowCount() * hiddenSize);

        double[] words = Expected.contentOf(table);
        double[] expected = new double[out.getSize()];
        for (int r = 0; r < segment.rowCount(); r++) {
            int token = segment.rows().get(r).token();
            for (int i = 0; i < hiddenSize; i++) {
                expected[r * hiddenSize + i] = token < 0 ? 0 : words[token * hiddenSize + i];
            }
        }
        int first = width > 1 ? random.below(5) : 0;
        return KernelCase.of(RowLookup.class,
                RowLookup.launch(segment.values(),
                        RandomInputs.stored(format,
                                RandomInputs.inPanels(table, segment.vocabularySize(), hiddenSize, first, width)),
                        out, segment.rowCount(), hiddenSize, first, width),
                Expected.exactly(out, expected));
    }

    /** Rows that stand for rows of another table. */
    static KernelCase rowLookupOfReaders(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        FloatArray x = random.floats(segment.rowCount() * hiddenSize);
        IntArray read = random.integers(random.size(), -1, segment.rowCount());
        RowTable readers = new RowTable(read.getSize());
        FloatArray out = RandomInputs.toBeOverwritten(read.getSize() * hiddenSize);

        double[] states = Expected.contentOf(x);
        double[] expected = new double[out.getSize()];
        for (int n = 0; n < read.getSize(); n++) {
            if (read.get(n) >= 0) {
                readers.reads(n, segment.table(), read.get(n));
                System.arraycopy(states, read.get(n) * hiddenSize, expected, n * hiddenSize, hiddenSize);
            }
        }
        return KernelCase.of(RowLookup.class,
                RowLookup.launch(readers.values(), x, out, read.getSize(), hiddenSize),
                Expected.exactly(out, expected)).variant("rows that are read");
    }

    static KernelCase positionEmbedding(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        FloatArray table = random.floats(segment.positions() * hiddenSize);
        FloatArray x = random.floats(segment.rowCount() * hiddenSize);

        double[] positions = Expected.contentOf(table);
        Approximation[] expected = DoubleStream.of(Expected.contentOf(x)).mapToObj(Approximation::exactly)
                .toArray(Approximation[]::new);
        for (int r = 0; r < segment.rowCount(); r++) {
            SegmentRows.Row row = segment.rows().get(r);
            for (int i = 0; i < hiddenSize && !row.isPadding(); i++) {
                int at = r * hiddenSize + i;
                expected[at] = expected[at].plus(exactly(positions[row.position() * hiddenSize + i]));
            }
        }
        return KernelCase.of(PositionEmbedding.class,
                PositionEmbedding.launch(segment.values(), table, x, segment.rowCount(), hiddenSize),
                Expected.approximately(x, expected));
    }

    /** Heads of which a part is turned, in rows with something behind the heads: the keys in front of the values. */
    static KernelCase rotaryEmbedding(RandomInputs random) {
        int pairs = random.size();
        int headSize = 2 * pairs + random.below(5);
        int numHeads = random.oneTo(4);
        return rotaryEmbedding(random, numHeads * (headSize + random.below(20)), numHeads, headSize, pairs);
    }

    /** Heads without rest, which fill the rows: queries. */
    static KernelCase rotaryEmbeddingOfWholeHeads(RandomInputs random) {
        int pairs = random.size();
        int numHeads = random.oneTo(4);
        return rotaryEmbedding(random, numHeads * 2 * pairs, numHeads, 2 * pairs, pairs).variant("whole heads");
    }

    private static KernelCase rotaryEmbedding(RandomInputs random, int rowSize, int numHeads, int headSize, int pairs) {
        SegmentRows segment = SegmentRows.random(random);
        FloatArray rotation = random.floats(segment.positions() * 2 * pairs);
        FloatArray x = random.floats(segment.rowCount() * rowSize);

        double[] turns = Expected.contentOf(rotation);
        double[] input = Expected.contentOf(x);
        Approximation[] expected = DoubleStream.of(input).mapToObj(Approximation::exactly)
                .toArray(Approximation[]::new);
        for (int r = 0; r < segment.rowCount(); r++) {
            int turn = segment.rows().get(r).position() * 2 * pairs;
            for (int head = 0; head < numHeads; head++) {
                int first = r * rowSize + head * headSize;
                for (int i = 0; i < pairs; i++) {
                    Approximation a = exactly(input[first + i]);
                    Approximation b = exactly(input[first + pairs + i]);
                    Approximation cosine = exactly(turns[turn + i]);
                    Approximation sine = exactly(turns[turn + pairs + i]);
                    expected[first + i] = a.times(cosine).minus(b.times(sine));
                    expected[first + pairs + i] = b.times(cosine).plus(a.times(sine));
                }
            }
        }
        return KernelCase.of(RotaryEmbedding.class,
                RotaryEmbedding.launch(segment.values(), rotation, x, segment.rowCount(), rowSize, numHeads, headSize,
                        pairs),
                Expected.approximately(x, expected));
    }
}
