/** Reads files in the GGUF format of llama.cpp: their metadata as a configuration, their tensors by usual names. */
package org.tornadormt.checkpoints.gguf;
