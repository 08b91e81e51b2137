package org.tornadormt.checkpoints.pytorch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tornadormt.checkpoints.CheckpointException;

/** The elements of tensors, in their storages or, where those have another order, in copies. */
final class TensorElements {
    private final TorchArchive archive;
    private final Arena arena;
    private final String description;
    private final Map<PickledTensor, MemorySegment> storages = new HashMap<>();
    private final Map<PickledTensor, MemorySegment> copies = new ConcurrentHashMap<>();

    /**
     * @param archive     holds the storages
     * @param arena       owns the copies
     * @param description the file, for messages
     */
    TensorElements(TorchArchive archive, Arena arena, String description) {
        this.archive = archive;
        this.arena = arena;
        this.description = description;
    }

    /**
     * Finds the storage of a tensor.
     *
     * @throws CheckpointException if it is not there, or the tensor reaches beyond it or repeats its elements
     */
    void add(String name, PickledTensor tensor) {
        MemorySegment storage = archive.data(tensor.storage());
        long elementCount;
        long last;
        try {
            elementCount = tensor.elementCount();
            last = elementCount == 0 ? -1 : tensor.lastElement();
        } catch (ArithmeticException _) {
            throw problem(name, "has size %s and stride %s, which is more than a file can hold"
                    .formatted(tensor.size(), tensor.stride()));
        }
        if (last >= tensor.storage().elementCount()) {
            throw problem(name, "ends at element %d of its storage, which has only %d; the file is damaged"
                    .formatted(last, tensor.storage().elementCount()));
        }
        if (elementCount > tensor.storage().elementCount()) {
            throw problem(name, "repeats the elements of its storage (it was expanded); save it with .contiguous()");
        }
        storages.put(tensor, storage);
    }

    /**
     * Bounds what {@link #rowByRow} may ever copy: a small file could otherwise show one storage as many tensors.
     *
     * @throws CheckpointException if all copies together have more bytes than that
     */
    void requireCopiesWithin(long bytes) {
        // Each is at most its storage, so the sum of fewer than 2^31 does not overflow before it is too large.
        long needed = 0;
        for (PickledTensor tensor : storages.keySet()) {
            needed += tensor.isContiguous() ? 0 : byteSize(tensor);
            if (needed > bytes) {
                throw new CheckpointException(description + ": shows the same elements as so many tensors that are "
                        + "not contiguous that they need more memory than the file has; save them with .contiguous()");
            }
        }
    }

    /** The elements of a tensor that was added, row by row without gaps. */
    MemorySegment rowByRow(PickledTensor tensor) {
        MemorySegment storage = storages.get(tensor);
        if (tensor.elementCount() == 0) {
            return storage.asSlice(0, 0);
        }
        if (tensor.isContiguous()) {
            return storage.asSlice(tensor.offset() * tensor.storage().elements().byteSize(), byteSize(tensor));
        }
        return copies.computeIfAbsent(tensor, _ -> {
            MemorySegment copy = arena.allocate(byteSize(tensor), Long.BYTES);
            new StridedCopy(tensor, storage, copy).run();
            return copy;
        });
    }

    private static long byteSize(PickledTensor tensor) {
        return tensor.elementCount() * tensor.storage().elements().byteSize();
    }

    private CheckpointException problem(String name, String what) {
        return new CheckpointException("%s: tensor %s %s".formatted(description, name, what));
    }
}
