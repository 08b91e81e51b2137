package org.tornadormt.model;

import org.tornadormt.kernels.RowTable;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The arrays of the rows whose logits are asked for. */
final class HeadArrays {
    /** Rows of the segment that are asked for, padding for none, as the host writes it. */
    final RowTable askedIn;
    final RowArrays rows;
    /** Last states after the pooler, {@code [rowCount, embeddingSize]}. */
    final FloatArray pooled;
    /** {@code [rowCount, numOutputs]}. */
    final FloatArray logits;

    HeadArrays(TransformerConfig config, int sequences, int logitsPerSequence) {
        int rowCount = Math.multiplyExact(sequences, logitsPerSequence);
        askedIn = new RowTable(rowCount);
        rows = new RowArrays(config, askedIn.values(), logitsPerSequence);
        pooled = Zeros.floats(rowCount, config.embeddingSize());
        logits = Zeros.floats(rowCount, config.numOutputs());
    }
}
