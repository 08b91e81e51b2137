/** What reading a text costs a device, added up by segment, stage and operation. */
package org.tornadormt.model.profile;
