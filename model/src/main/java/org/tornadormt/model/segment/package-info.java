/** Segments: how a text is cut into them, and what each row of one is. */
package org.tornadormt.model.segment;
