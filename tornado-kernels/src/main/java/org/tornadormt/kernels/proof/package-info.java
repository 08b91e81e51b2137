/**
 * Proof that a device computes what the definitions of the kernels say, how fast it is, and the choice of a device by
 * both. No device but the JVM is trusted without it.
 */
package org.tornadormt.kernels.proof;
