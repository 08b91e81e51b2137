/**
 * The command {@code rmt bench length}: how time and memory grow with a text, beside full attention over all of it with
 * the same weights.
 */
package org.tornadormt.bench.length;
