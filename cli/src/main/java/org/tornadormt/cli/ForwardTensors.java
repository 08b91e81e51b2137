package org.tornadormt.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorType;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.session.Session;

/**
 * All raw numbers of one text, in tensors outside the Java heap: {@code logits} {@code [tokens, vocabularySize]} of a
 * decoder or {@code [labels]} of an encoder's last segment, {@code memory}
 * {@code [segments, numMemTokens, hiddenSize]}.
 */
final class ForwardTensors implements Session.SegmentListener {
    private static final ValueLayout.OfFloat LITTLE_ENDIAN = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final boolean classifier;
    private final FloatTensor logits;
    private final FloatTensor memory;

    private ForwardTensors(RmtModel model, List<int[]> segments) {
        long tokens = segments.stream().mapToLong(segment -> segment.length).sum();
        long outputs = model.config().numOutputs();
        classifier = model.config().head() == Head.CLASSIFIER;
        logits = new FloatTensor("logits", classifier ? List.of(outputs) : List.of(tokens, outputs));
        memory = new FloatTensor("memory",
                List.of((long) segments.size(), (long) model.numMemTokens(), (long) model.config().embeddingSize()));
    }

    /** Runs a text that was cut into {@code segments}. */
    static List<Tensor> of(RmtModel model, Device device, List<int[]> segments, Progress progress) {
        ForwardTensors tensors = new ForwardTensors(model, segments);
        int longest = segments.stream().mapToInt(segment -> segment.length).max().orElseThrow();
        try (Session session = Session.reading(model, device, tensors, longest)) {
            for (int[] segment : segments) {
                session.feed(segment);
                session.endSegment();
                tensors.memory.append(session.state().memory());
                progress.stepTo(session.tokens());
            }
        }
        return List.of(tensors.logits.tensor(), tensors.memory.tensor());
    }

    @Override
    public void segmentRead(int segment, int[] tokens, LogitRows rows) {
        if (classifier) {
            logits.rewind();
            logits.append(rows.row(0));
            return;
        }
        for (int i = 0; i < tokens.length; i++) {
            logits.append(rows.row(i));
        }
    }

    /** A tensor that is filled row by row. */
    private static final class FloatTensor {
        private final String name;
        private final List<Long> shape;
        private final MemorySegment data;
        private long filledBytes;

        FloatTensor(String name, List<Long> shape) {
            this.name = name;
            this.shape = shape;
            long bytes = shape.stream().reduce((long) Float.BYTES, Math::multiplyExact);
            data = Arena.ofAuto().allocate(bytes, Float.BYTES);
        }

        void rewind() {
            filledBytes = 0;
        }

        void append(float[] row) {
            MemorySegment.copy(row, 0, data, LITTLE_ENDIAN, filledBytes, row.length);
            filledBytes += (long) row.length * Float.BYTES;
        }

        Tensor tensor() {
            return new Tensor(name, TensorType.F32, shape, data, "memory");
        }
    }
}
