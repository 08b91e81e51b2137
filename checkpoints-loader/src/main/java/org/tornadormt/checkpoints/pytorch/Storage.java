package org.tornadormt.checkpoints.pytorch;

import org.tornadormt.checkpoints.tensors.TensorType;

/**
 * The elements that one or more tensors share, as a pickle refers to them.
 *
 * @param elements     their type
 * @param key          which of the entries {@code data/…} of the file holds them
 * @param elementCount how many there are; 0 or more
 */
record Storage(TensorType elements, String key, long elementCount) {}
