/**
 * Back-propagation and optimisation: for each operation of {@link org.tornadormt.kernels} the kernels that turn the
 * gradient of a loss with respect to what the operation wrote into gradients with respect to what it read, and what
 * training needs besides.
 *
 * <p>Names say what an array is the gradient of: {@code outGradient} is {@code [..]} as {@code out} is. Gradients of
 * parameters are stacked by layer as the parameters are, and are added to, since segments and texts add up; whoever
 * starts a step sets them to zero. Every element is written by one work-item alone and sums run in a fixed order, so a
 * gradient depends on no scheduling.
 *
 * <p>Rows that are padding have no influence if their {@code outGradient} is zero. The loss gives zeros there, and
 * every kernel here gives zeros for zeros.
 */
package org.tornadormt.kernels.gradient;
