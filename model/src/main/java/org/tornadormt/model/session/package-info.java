/** Sessions: reading a text of any length in any pieces, and the memory as a value. */
package org.tornadormt.model.session;
