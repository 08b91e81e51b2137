/** The tasks by name. */
package org.tornadormt.model.task.catalogue;
