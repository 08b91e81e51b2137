/** The options of a checkpoint: {@code config.json} of Hugging Face and this project's {@code rmt_config.json}. */
package org.tornadormt.checkpoints.configurations;
