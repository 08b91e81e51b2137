package org.tornadormt.checkpoints.tensors;

import java.util.List;

/**
 * What a tensor is, without its elements.
 *
 * @param type  the type of its elements
 * @param shape its dimensions, the slowest first; empty for a scalar
 */
public record TensorDescription(TensorType type, List<Long> shape) {
    /** Protects the list. */
    public TensorDescription {
        shape = List.copyOf(shape);
    }

    /** @return the bytes of its elements */
    public long byteSize() {
        return shape.stream().reduce((long) type.byteSize(), Math::multiplyExact);
    }
}
