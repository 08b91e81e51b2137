/**
 * Transformers with recurrent memory (arXiv 2304.11062): {@link org.tornadormt.model.RmtModel} is a loaded checkpoint,
 * {@link org.tornadormt.model.ForwardPass} the forward pass of one segment, and
 * {@link org.tornadormt.model.session.Session} reads a text of any length with it.
 */
package org.tornadormt.model;
