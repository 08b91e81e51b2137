/** Text to token ids and back, for texts of any length. */
package org.tornadormt.checkpoints.tokenizers;
