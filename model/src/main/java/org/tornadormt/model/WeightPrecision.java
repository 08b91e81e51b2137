package org.tornadormt.model;

import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** How matrices that a checkpoint has in 16 bits are held in memory and on a device. All others have 32 bits. */
public enum WeightPrecision {
    /** In 16 bits if they are large; small ones are faster in 32. */
    AUTO,
    /** In 16 bits. */
    STORED,
    /** In 32 bits. */
    FLOAT32;

    /** Bytes of all matrices of 16 bits together up to which they count as small. */
    static final long SMALL = 64L << 20;

    /** Whether matrices of 16 bits stay as they are in this checkpoint. */
    public boolean keepsShort(TensorSource tensors) {
        return this == STORED || this == AUTO && bytesOfShortMatrices(tensors) > SMALL;
    }

    private static long bytesOfShortMatrices(TensorSource tensors) {
        return tensors.names().stream().map(tensors::describe)
                .filter(tensor -> tensor.type().isFloating() && tensor.type().byteSize() == Short.BYTES)
                .filter(tensor -> tensor.shape().size() == 2).mapToLong(TensorDescription::byteSize).sum();
    }
}
