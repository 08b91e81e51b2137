package org.tornadormt.checkpoints.tensors;

import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * The tensors of a configuration that stands alone: none. A decoder's says all; who asks for a tensor all the same is told
 * why there is none.
 *
 * @param description what it is, for messages
 * @param refusal what is wrong if a tensor is needed, and what to do
 */
public record NoTensors(String description, String refusal) implements TensorSource {

    @Override
    public Set<String> names() {
        return Set.of();
    }

    /** @throws CheckpointException always, with the refusal */
    @Override
    public Tensor tensor(String name) {
        throw new CheckpointException(refusal);
    }

    @Override
    public void close() {
        // There is nothing to free.
    }
}
