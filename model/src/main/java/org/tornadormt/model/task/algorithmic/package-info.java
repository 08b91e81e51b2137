/**
 * The algorithmic tasks of "Recurrent Memory Transformer" (arXiv 2207.06881, section 4): a model reads symbols and must
 * say them again, as they were, backwards, or the one that belongs to a key. Token ids are those of the reference
 * implementation's data, so no tokenizer is needed.
 */
package org.tornadormt.model.task.algorithmic;
