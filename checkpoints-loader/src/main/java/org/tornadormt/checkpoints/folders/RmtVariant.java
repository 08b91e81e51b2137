package org.tornadormt.checkpoints.folders;

/** Where the tensors of a checkpoint keep the memory. */
public enum RmtVariant {
    /** No memory: a plain Hugging Face checkpoint. */
    PLAIN,
    /** Decoder: parameter {@code memory_cell.memory}, backbone under {@code memory_cell.model.} (class MemoryCell). */
    MEMORY_CELL,
    /**
     * Decoder: the same under {@code recurrent_wrapper.}, as KotShinZ's package for Transformers saves it. Its segments
     * number their positions in another order.
     */
    RECURRENT_WRAPPER,
    /**
     * Decoder of the classes before MemoryCell: parameter {@code memory}, backbone under {@code model.}, special tokens
     * in buffers such as {@code eos_token} (RMTDecoderLMHead, RMTDecoderLMHeadMultiSeg). These cut a text from its end.
     */
    DECODER_LM_HEAD,
    /**
     * Encoder: buffer {@code mem_token_ids}, backbone under {@code model.}, and the memory in the rows of the word
     * embeddings that the ids name (class RMTEncoderForSequenceClassification).
     */
    ENCODER
}
