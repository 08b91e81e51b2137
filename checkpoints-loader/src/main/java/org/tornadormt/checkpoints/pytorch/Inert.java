package org.tornadormt.checkpoints.pytorch;

/** Values of Python whose content is of no use here, so that it is not kept. */
enum Inert {
    /** Python's {@code None}. */
    NONE,
    /** Raw bytes. */
    BYTES,
    /** A list, whatever is in it. */
    LIST,
    /** A number of NumPy, its type or its bytes. */
    NUMPY
}
