/**
 * The command {@code rmt bench}: this project's speed beside that of other engines which a Java program can use.
 *
 * <p>What makes it fair: all engines read the same weights and tokens and must agree before anything is timed; each
 * runs in a JVM of its own ({@code EngineFork}), so that no thread pool disturbs another engine; those JVMs take turns,
 * so that a machine that is slow for a while is so for all; and speeds are compared within a round, never across.
 */
package org.tornadormt.bench.compare;
