package org.tornadormt.kernels.program;

/** Kinds of processors, as far as they ask for different kernels. */
public enum Processor {
    /** A few cores with vectors and caches: one work-item does much, and works on vectors of numbers. */
    CPU,
    /** Many small cores: a work-item does little, and the items of a group share memory. */
    GPU
}
