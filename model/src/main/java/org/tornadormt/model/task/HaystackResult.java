package org.tornadormt.model.task;

/**
 * How often facts in a given text were found.
 *
 * @param segments segments of the text before the question's end
 * @param estimate how many samples were answered right
 */
public record HaystackResult(int segments, AccuracyEstimate estimate) {}
