/**
 * Faster forms of operations for the JVM, written with the Vector API. Each computes the same as the definition beside
 * which it is launched, to rounding. {@link org.tornadormt.kernels.vector.VectorForms} and
 * {@link org.tornadormt.kernels.vector.GradientForms} hand them out where the module {@code jdk.incubator.vector} is
 * there; no other class of this package may be named elsewhere, because without that module it does not load.
 */
package org.tornadormt.kernels.vector;
