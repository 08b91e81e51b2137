/** Weights in the layout that kernels read, and how they get there from the tensors of a checkpoint. */
package org.tornadormt.model.weights;
