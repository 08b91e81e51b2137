package org.tornadormt.model.task;

/**
 * A window of an endless text.
 *
 * @param text its segments; the last one asks
 * @param told whether all facts of the window stand before its last segment, whose content is not written to the memory: if
 *            not, later windows cannot be answered, and the text ends here
 */
public record CarriedWindow(TaskText text, boolean told) {}
