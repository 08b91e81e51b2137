package org.tornadormt.model;

import org.tornadormt.kernels.RowTable;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The arrays that all rows of a segment go through. */
final class SegmentArrays {
    /** What the rows are, as the host writes it. */
    final RowTable tableIn;
    final RowArrays rows;
    /** Key and value, {@code [rowCount, 2 * numKeyValueHeads * headSize]}. */
    final FloatArray keyValue;

    SegmentArrays(TransformerConfig config, int sequences, int rowsPerSequence) {
        int rowCount = Math.multiplyExact(sequences, rowsPerSequence);
        tableIn = new RowTable(rowCount);
        rows = new RowArrays(config, Zeros.ints(rowCount * RowTable.FIELDS), rowsPerSequence);
        keyValue = Zeros.floats(rowCount, 2 * config.attention().keyValueSize());
    }
}
