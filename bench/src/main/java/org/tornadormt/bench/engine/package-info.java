/**
 * Engines that run the same GPT-2 with recurrent memory: this project's own, and what else a Java program can use. All
 * read one checkpoint, and each is checked against the first before anything is timed.
 */
package org.tornadormt.bench.engine;
