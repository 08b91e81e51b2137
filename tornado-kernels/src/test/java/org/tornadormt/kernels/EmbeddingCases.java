package org.tornadormt.kernels;

import static org.tornadormt.kernels.Approximation.exactly;

import java.util.stream.DoubleStream;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Cases of the word and position embeddings. */
final class EmbeddingCases {

    private EmbeddingCases() {}

    static KernelCase tokenEmbedding(RandomInputs random) {
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
        return KernelCase.of(TokenEmbedding.class,
                TokenEmbedding.launch(segment.values(), table, out, segment.rowCount(), hiddenSize),
                Expected.exactly(out, expected));
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
