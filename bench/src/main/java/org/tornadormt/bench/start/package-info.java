/** {@code rmt bench start}: the time to the first segment by depth, each in a JVM of its own. */
package org.tornadormt.bench.start;
