/**
 * The operations of a Transformer with memory, one class each: a static method of plain Java loops that is at once the
 * definition, what the JVM runs and what TornadoVM compiles for a device.
 *
 * <p>Arrays are flat and row-major; the Javadoc of each parameter gives its shape. Weights of all layers of one kind
 * lie stacked in one array, and a one-element {@code layer} array says which of them to use: depth is data, so the
 * number of compiled kernels does not grow with it. What a row of a segment is (a token, a memory vector, padding),
 * where it sits and what it may see is data too: {@link org.tornadormt.kernels.RowTable}.
 *
 * <p>Kernel code obeys what TornadoVM's compilers accept: no objects, no exceptions, no names of OpenCL built-ins, one
 * return, and values that change from run to run only inside arrays (scalars are compiled in).
 */
package org.tornadormt.kernels;
