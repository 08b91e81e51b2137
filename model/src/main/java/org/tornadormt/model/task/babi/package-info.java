/**
 * Questions about small stories: the first ten of the bAbI tasks (Weston et al., "Towards AI-Complete Question Answering",
 * arXiv 1502.05698), told in filler as BABILong (arXiv 2402.10790) has them.
 */
package org.tornadormt.model.task.babi;
