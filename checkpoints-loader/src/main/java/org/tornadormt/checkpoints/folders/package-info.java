/** A checkpoint as a whole: the files of its folder, and where its tensors keep the memory and the backbone. */
package org.tornadormt.checkpoints.folders;
