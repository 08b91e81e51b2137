package org.tornadormt.kernels;

import org.tornadormt.kernels.gradient.MemoryReadGradient;
import org.tornadormt.kernels.gradient.MemoryWriteGradient;
import org.tornadormt.kernels.gradient.PositionEmbeddingGradient;
import org.tornadormt.kernels.gradient.RowLookupGradient;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Cases of the gradients of what the rows of a segment are made of and what becomes of them. */
final class EmbeddingGradientCases {

    private EmbeddingGradientCases() {}

    static GradientCase rowLookup(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = 5 * random.size();
        FloatArray outGradient = random.floats(segment.rowCount() * hiddenSize);
        FloatArray tableGradient = random.floats(segment.vocabularySize() * hiddenSize);

        double[] gradients = Expected.contentOf(outGradient);
        Sums sums = new Sums(Expected.contentOf(tableGradient));
        for (int r = 0; r < segment.rowCount(); r++) {
            int token = segment.rows().get(r).token();
            for (int i = 0; i < hiddenSize && token >= 0; i++) {
                sums.add(token * hiddenSize + i, gradients[r * hiddenSize + i]);
            }
        }
        KernelCase kernelCase = KernelCase.of(RowLookupGradient.class, RowLookupGradient.launch(segment.values(),
                outGradient, tableGradient, segment.rowCount(), hiddenSize), sums.expected(tableGradient));
        double[] point = Expected.contentOf(random.floats(tableGradient.getSize()));
        return GradientCase.of(kernelCase, Derivative.added(tableGradient, point, gradients, table -> {
            double[] out = new double[gradients.length];
            for (int r = 0; r < segment.rowCount(); r++) {
                int token = segment.rows().get(r).token();
                if (token >= 0) {
                    System.arraycopy(table, token * hiddenSize, out, r * hiddenSize, hiddenSize);
                }
            }
            return out;
        }));
    }

    static GradientCase positionEmbedding(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = 5 * random.size();
        FloatArray xGradient = random.floats(segment.rowCount() * hiddenSize);
        FloatArray tableGradient = random.floats(segment.positions() * hiddenSize);

        double[] gradients = Expected.contentOf(xGradient);
        Sums sums = new Sums(Expected.contentOf(tableGradient));
        for (int r = 0; r < segment.rowCount(); r++) {
            SegmentRows.Row row = segment.rows().get(r);
            for (int i = 0; i < hiddenSize && !row.isPadding(); i++) {
                sums.add(row.position() * hiddenSize + i, gradients[r * hiddenSize + i]);
            }
        }
        KernelCase kernelCase = KernelCase.of(PositionEmbeddingGradient.class,
                PositionEmbeddingGradient.launch(segment.values(), xGradient, tableGradient, segment.rowCount(),
                        hiddenSize),
                sums.expected(tableGradient));
        double[] point = Expected.contentOf(random.floats(tableGradient.getSize()));
        return GradientCase.of(kernelCase, Derivative.added(tableGradient, point, gradients, table -> {
            double[] out = new double[gradients.length];
            for (int r = 0; r < segment.rowCount(); r++) {
                SegmentRows.Row row = segment.rows().get(r);
                if (!row.isPadding()) {
                    System.arraycopy(table, row.position() * hiddenSize, out, r * hiddenSize, hiddenSize);
                }
            }
            return out;
        }));
    }

    static GradientCase memoryRead(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = 5 * random.size();
        int memoryVectors = segment.sequences() * segment.numMemTokens();
        FloatArray xGradient = random.floats(segment.rowCount() * hiddenSize);
        FloatArray memoryGradient = random.floats(memoryVectors * hiddenSize);

        double[] gradients = Expected.contentOf(xGradient);
        Sums sums = new Sums(Expected.contentOf(memoryGradient));
        for (int r = 0; r < segment.rowCount(); r++) {
            SegmentRows.Row row = segment.rows().get(r);
            int vector = row.sequence() * segment.numMemTokens() + row.memorySlot();
            for (int i = 0; i < hiddenSize && row.memorySlot() >= 0; i++) {
                sums.add(vector * hiddenSize + i, gradients[r * hiddenSize + i]);
            }
        }
        KernelCase kernelCase = KernelCase.of(MemoryReadGradient.class,
                MemoryReadGradient.launch(segment.values(), xGradient, memoryGradient, memoryVectors,
                        segment.rowsPerSequence(), segment.numMemTokens(), hiddenSize),
                sums.expected(memoryGradient));
        double[] point = Expected.contentOf(random.floats(memoryGradient.getSize()));
        return GradientCase.of(kernelCase, Derivative.added(memoryGradient, point, gradients, memory -> {
            double[] out = new double[gradients.length];
            for (int r = 0; r < segment.rowCount(); r++) {
                SegmentRows.Row row = segment.rows().get(r);
                if (row.memorySlot() >= 0) {
                    int vector = row.sequence() * segment.numMemTokens() + row.memorySlot();
                    System.arraycopy(memory, vector * hiddenSize, out, r * hiddenSize, hiddenSize);
                }
            }
            return out;
        }));
    }

    static GradientCase memoryWrite(RandomInputs random) {
        SegmentRows segment = SegmentRows.random(random);
        int hiddenSize = random.size();
        int size = segment.rowCount() * hiddenSize;
        FloatArray memoryGradient = random.floats(size);
        FloatArray hiddenGradient = RandomInputs.toBeOverwritten(size);

        double[] gradients = Expected.contentOf(memoryGradient);
        double[] ofHidden = new double[size];
        double[] ofMemory = new double[size];
        for (int i = 0; i < size; i++) {
            double[] target = segment.rows().get(i / hiddenSize).isPadding() ? ofMemory : ofHidden;
            target[i] = gradients[i];
        }
        KernelCase kernelCase = KernelCase.of(MemoryWriteGradient.class,
                MemoryWriteGradient.launch(segment.values(), memoryGradient, hiddenGradient, segment.rowCount(),
                        hiddenSize),
                Expected.exactly(memoryGradient, ofMemory), Expected.exactly(hiddenGradient, ofHidden));
        double[] hidden = Expected.contentOf(random.floats(size));
        double[] memory = Expected.contentOf(random.floats(size));
        return GradientCase.of(kernelCase,
                Derivative.overwritten(memoryGradient, memory, gradients,
                        before -> nextMemory(segment, hidden, before, hiddenSize)),
                Derivative.overwritten(hiddenGradient, hidden, gradients,
                        states -> nextMemory(segment, states, memory, hiddenSize)));
    }

    private static double[] nextMemory(SegmentRows segment, double[] hidden, double[] memory, int hiddenSize) {
        double[] next = memory.clone();
        for (int v = 0; v < segment.rowCount(); v++) {
            if (!segment.rows().get(v).isPadding()) {
                System.arraycopy(hidden, v * hiddenSize, next, v * hiddenSize, hiddenSize);
            }
        }
        return next;
    }
}
