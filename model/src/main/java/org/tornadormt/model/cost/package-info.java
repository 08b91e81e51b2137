/** What a forward pass costs, as a formula: the estimate of arXiv 2304.11062, figure 3. */
package org.tornadormt.model.cost;
