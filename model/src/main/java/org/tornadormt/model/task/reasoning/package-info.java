/** Reasoning over two facts that stand anywhere in a text (arXiv 2304.11062, section 4). */
package org.tornadormt.model.task.reasoning;
