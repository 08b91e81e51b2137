package org.tornadormt.checkpoints.pytorch;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function or class of Python that a pickle may name. These are all; each stands for something that is done here in
 * Java, and none is looked up by its name anywhere.
 */
sealed interface Global permits Constructor, StorageType {
    /** The module and the name within it. */
    String pythonName();

    /** The one of this name, if it may be named. */
    static Optional<Global> named(String pythonName) {
        return Stream.<Global>concat(Stream.of(Constructor.values()), Stream.of(StorageType.values()))
                .filter(global -> global.pythonName().equals(pythonName))
                .findFirst();
    }
}
