package org.tornadormt.checkpoints.folders;

import java.util.Set;
import java.util.TreeMap;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** A source without a file. */
final class TensorsInMemory implements TensorSource {
    private final TreeMap<String, Tensor> tensors = new TreeMap<>();

    TensorsInMemory(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            this.tensors.put(tensor.name(),
                    new Tensor(tensor.name(), tensor.type(), tensor.shape(), tensor.data(), description()));
        }
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Tensor tensor(String name) {
        if (!tensors.containsKey(name)) {
            throw missing(name);
        }
        return tensors.get(name);
    }

    @Override
    public String description() {
        return "test";
    }

    @Override
    public void close() {
        // Nothing to free.
    }
}
