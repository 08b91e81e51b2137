package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.DoubleStream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Cases of rows that are looked up in a table, and of position embeddings. */
final class EmbeddingCases {

    private EmbeddingCases() {}

    static KernelCase rowLookup(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        FloatArray table = random.floats(segment.vocabularySize() * hiddenSize);
        FloatArray out = RandomInputs.toBeOverwritten(segment.rowCount() * hiddenSize);

        double[] words = Expected.contentOf(table);
        double[] expected = new double[out.getSize()];
        for (int r = 0; r < segment.rowCount(); r++) {
            int token = segment.rows().get(r).token();
            for (int i = 0; i < hiddenSize; i++) {
                expected[r * hiddenSize + i] = token < 0 ? 0 : words[token * hiddenSize + i];
            }
        }
        return KernelCase.of(RowLookup.class,
                RowLookup.launch(segment.values(), table, out, segment.rowCount(), hiddenSize),
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
}
