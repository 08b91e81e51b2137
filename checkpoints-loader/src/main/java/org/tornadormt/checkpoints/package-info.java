/**
 * What comes from disk and goes back to it: tensors, configurations, tokenizers. This package holds what the
 * sub-packages share: the one exception, reading JSON strictly, writing files whole or not at all.
 */
package org.tornadormt.checkpoints;
