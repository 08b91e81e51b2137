package org.tornadormt.model;

import java.util.List;
import org.tornadormt.kernels.program.Launch;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Values inside a block from which its gradient is computed; everything else follows from them cheaply. */
enum BlockPart {
    /** Residual stream in front of the block. */
    INPUT,
    /** Keys and values of the rows, turned where positions are rotary. */
    KEY_VALUE,
    /** Queries, turned likewise. */
    QUERY,
    /** Result of the attention. */
    ATTENDED,
    /** Residual stream between the parts; of a block that normalises behind them, in front of the norm. */
    MIDDLE,
    /** Inside of the feed-forward part, in front of its activation or its gate. */
    UP,
    /** The gate, in front of its activation. */
    GATE,
    /** Residual stream in front of the last norm of a block that normalises behind its parts. */
    LAST,
    /** Embeddings in front of their norm; not of a block, and kept once. */
    EMBEDDED;

    /** Takes note of such values while a pass is recorded. */
    @FunctionalInterface
    interface Keeper {
        /** A pass that only reads needs none of them later. */
        Keeper NONE = (launches, part, values) -> {};

        /** Records what keeps {@code values}, which later launches overwrite. */
        void keep(List<Launch> launches, BlockPart part, FloatArray values);
    }
}
