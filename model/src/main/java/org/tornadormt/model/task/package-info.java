/**
 * The tasks that show whether a model remembers: <em>memorize</em> and <em>detect-and-memorize</em> of "Scaling
 * Transformer to 1M tokens and beyond with RMT" (arXiv 2304.11062, section 4). One fact is told, somewhere in a text of
 * any length; everything else is filler; the last words ask for the fact. Text and vocabulary are a small grammar
 * instead of prose, so that a model small enough to train on a laptop can be put to the same test.
 *
 * <p>Everything here is drawn from seeds with integer arithmetic only: the same seed gives the same tokens on any
 * machine.
 */
package org.tornadormt.model.task;
