/** Back to Hugging Face: folders that Transformers and the reference implementation of recurrent memory load. */
package org.tornadormt.checkpoints.export;
