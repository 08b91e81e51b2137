/**
 * Training: gradients through the memory, by replaying a text segment by segment. Only the memory states of a text are
 * kept; the activations are those of one segment, however many there are.
 */
package org.tornadormt.model.training;
