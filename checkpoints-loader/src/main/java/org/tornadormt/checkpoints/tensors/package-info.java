/** Named arrays of numbers: what they are, safetensors files, read in place and written, and several files as one. */
package org.tornadormt.checkpoints.tensors;
