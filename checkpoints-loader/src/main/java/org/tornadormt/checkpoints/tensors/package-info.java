/** Named arrays of numbers on disk, read in place through memory-mapped safetensors files, and written. */
package org.tornadormt.checkpoints.tensors;
