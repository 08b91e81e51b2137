/** Devices: where programs run. Above this package nobody knows whether that is the JVM or a GPU. */
package org.tornadormt.kernels.device;
