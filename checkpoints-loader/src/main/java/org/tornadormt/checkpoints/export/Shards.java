package org.tornadormt.checkpoints.export;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.checkpoints.tensors.Tensor;

/** Tensors in files of limited size, in their order; a tensor that is larger has a file of its own. */
final class Shards {

    private Shards() {}

    /**
     * Deals tensors out.
     *
     * @param mostBytes of the tensors of a file together
     * @return at least one file
     */
    static List<List<Tensor>> of(List<Tensor> tensors, long mostBytes) {
        List<List<Tensor>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (Tensor tensor : tensors) {
            long size = tensor.data().byteSize();
            if (bytes > 0 && bytes + size > mostBytes) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.getLast().add(tensor);
            bytes += size;
        }
        return shards;
    }
}
