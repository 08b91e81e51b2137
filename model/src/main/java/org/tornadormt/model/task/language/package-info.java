/** Language modelling: every token of a text is predicted from those before it. */
package org.tornadormt.model.task.language;
