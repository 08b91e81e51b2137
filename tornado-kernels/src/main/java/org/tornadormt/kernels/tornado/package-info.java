/**
 * Forms of kernels that decide themselves what each work-item of a TornadoVM device does: with vectors of eight numbers
 * for CPUs, with groups of work-items that share memory for GPUs. What they compute is defined in
 * {@link org.tornadormt.kernels}; which of them runs where, is up to the device.
 */
package org.tornadormt.kernels.tornado;
