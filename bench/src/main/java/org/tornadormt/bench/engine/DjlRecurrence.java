package org.tornadormt.bench.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;

/** The memory of a batch of texts as an array of DJL, and the logits of the last segment. */
final class DjlRecurrence {
    private final NDManager manager;
    private final NDArray initialMemory;
    /** Written anew for each segment: a buffer of its own for each would be freed by the garbage collector only. */
    private final ByteBuffer ids;
    private final Shape idsShape;
    private NDArray memory;
    private NDArray logits;

    /**
     * Starts with the checkpoint's memory.
     *
     * @param manager owns what is carried from segment to segment
     * @param initialMemory {@code [numMemTokens, hiddenSize]}
     */
    DjlRecurrence(BenchShape shape, int batch, NDManager manager, NDArray initialMemory) {
        this.manager = manager;
        this.initialMemory = initialMemory.expandDims(0).repeat(0, batch);
        ids = ByteBuffer.allocateDirect(batch * shape.segmentSize() * Long.BYTES).order(ByteOrder.nativeOrder());
        idsShape = new Shape(batch, shape.segmentSize());
        reset();
    }

    /** Runs one segment; what it makes in the manager of the ids is freed, except for its results. */
    interface Forward {
        /**
         * One segment.
         *
         * @param ids int64 {@code [batch, segmentSize]}
         * @param memory {@code [batch, numMemTokens, hiddenSize]}
         * @return logits {@code [batch, segmentSize, vocabularySize]} and the new memory
         */
        NDList run(NDArray ids, NDArray memory);
    }

    /** As {@link Engine#reset}. */
    void reset() {
        carry(initialMemory.duplicate());
    }

    /** As {@link Engine#segment}. */
    void segment(int[][] texts, Forward forward) {
        fillIds(texts);
        if (logits != null) {
            // Before the next ones are made, so that they take the same place.
            logits.close();
            logits = null;
        }
        try (NDManager segment = manager.newSubManager()) {
            NDList results = forward.run(segment.create(ids, idsShape, DataType.INT64), memory);
            logits = results.get(0);
            logits.attach(manager);
            NDArray next = results.get(1);
            next.attach(manager);
            carry(next);
        }
    }

    private void fillIds(int[][] texts) {
        long batch = idsShape.get(0);
        long segmentSize = idsShape.get(1);
        if (texts.length != batch || Arrays.stream(texts).anyMatch(text -> text.length != segmentSize)) {
            throw new IllegalArgumentException("a segment must have %d ids of each of %d texts".formatted(segmentSize,
                    batch));
        }
        LongBuffer target = ids.asLongBuffer();
        for (int[] text : texts) {
            for (int id : text) {
                target.put(id);
            }
        }
    }

    private void carry(NDArray next) {
        if (memory != null) {
            memory.close();
        }
        memory = next;
    }

    /** As {@link Engine#logits}. */
    float[] logits() {
        if (logits == null) {
            throw new IllegalStateException("no segment was run");
        }
        return logits.toFloatArray();
    }

    /** As {@link Engine#memory}. */
    float[] memory() {
        return memory.toFloatArray();
    }
}
