package org.tornadormt.checkpoints.tensors;

import java.util.List;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;

/** A set of named tensors, for instance a file. Tensors are valid until the source is closed. */
public interface TensorSource extends AutoCloseable {
    /** @return the names of all tensors */
    Set<String> names();

    /**
     * @param name a name
     * @return the tensor of that name
     * @throws CheckpointException if there is none, see {@link #missing}
     */
    Tensor tensor(String name);

    /**
     * What {@link #tensor} would give, found out without reading or computing an element.
     *
     * @param name a name
     * @return type and shape of the tensor of that name
     * @throws CheckpointException if there is none
     */
    default TensorDescription describe(String name) {
        Tensor tensor = tensor(name);
        return new TensorDescription(tensor.type(), tensor.shape());
    }

    /**
     * Says that nobody reads a tensor any more, so that what it takes of memory can be given back. The tensors of that
     * name that were handed out cannot be read after this; asked for again, it is read from the disk again.
     *
     * @param name a name
     */
    default void release(String name) {
        // What a source holds for all tensors together goes when it is closed.
    }

    /** @return the file or folder, for messages */
    String description();

    /** Frees what the source holds; its tensors cannot be read any more. */
    @Override
    void close();

    /**
     * @param name a name
     * @return whether there is a tensor of that name
     */
    default boolean contains(String name) {
        return names().contains(name);
    }

    /**
     * The error of a tensor that is not there: it names the tensor, the source, and up to three names that are close.
     *
     * @param name the name that is not there
     * @return the exception, to be thrown by the caller
     */
    default CheckpointException missing(String name) {
        List<String> close = CloseNames.of(name, names());
        return new CheckpointException("%s: tensor %s is missing; %s".formatted(description(), name, close.isEmpty()
                ? "is it a checkpoint of the model that config.json names?"
                : "close names: " + String.join(", ", close)));
    }
}
