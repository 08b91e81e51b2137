/** {@code rmt bench training}: a step of training beside the same step of DJL. */
package org.tornadormt.bench.training;
