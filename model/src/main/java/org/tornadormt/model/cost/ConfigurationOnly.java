package org.tornadormt.model.cost;

import java.nio.file.Path;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** The weights of a configuration that stands alone: there are none. */
record ConfigurationOnly(Path file) implements TensorSource {

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public Tensor tensor(String name) {
        throw new CheckpointException(file + " is of a classifier, whose labels are counted in its weights; give the"
                + " folder of the checkpoint");
    }

    @Override
    public String description() {
        return file.toString();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
