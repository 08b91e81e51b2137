/**
 * Files of {@code torch.save}, read without executing anything: a pickle is a program, and here it may build
 * containers, numbers, texts and tensors, and nothing else.
 */
package org.tornadormt.checkpoints.pytorch;
