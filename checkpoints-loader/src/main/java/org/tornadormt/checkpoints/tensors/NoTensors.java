package org.tornadormt.checkpoints.tensors;

import java.util.Set;

/** The tensors of a model that is still to be made: none. */
public enum NoTensors implements TensorSource {
    /** The only one. */
    INSTANCE;

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public Tensor tensor(String name) {
        throw missing(name);
    }

    @Override
    public String description() {
        return "a new model";
    }

    @Override
    public void close() {
        // There is nothing to free.
    }
}
