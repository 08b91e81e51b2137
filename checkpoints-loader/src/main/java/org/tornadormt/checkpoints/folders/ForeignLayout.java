package org.tornadormt.checkpoints.folders;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Checkpoints of relatives of RMT that are recognised by their tensor names and refused: their tensors would load, and
 * the numbers would be wrong.
 */
enum ForeignLayout {
    OTHER_RECURRENT_WRAPPER("an RMT of KotShinZ's wrapper that has more than a memory cell",
            "^recurrent_wrapper\\.(?!memory_cell\\.)"),
    DORA(
            "a checkpoint with adapters of DoRA; merge them first (merge_and_unload in peft)",
            "(^|\\.)lora_magnitude_vector(\\.|$)"),
    LORA_EMBEDDING(
            "a checkpoint with LoRA adapters of embeddings; merge them first (merge_and_unload in peft)",
            "(^|\\.)lora_embedding_[AB](\\.|$)"),
    LORA(
            "a checkpoint with LoRA adapters that cannot be merged here; merge them first (merge_and_unload in peft)",
            "(^|\\.)lora_[AB]\\."),
    ARMT("an associative RMT (ARMT)", "\\.W_m[qkvb]\\."),
    PARALLEL_MEMORY(
            "a parallel-memory RMT (PRMT), with a memory in each layer",
            "\\.\\d+\\.memory$"),
    RETRIEVAL("an RMT with retrieval over past memory states (RMT-R)",
            "^(q_proj|k_proj|v_proj|o_proj|ln_q|ln_kv)\\."),
    AUTO_COMPRESSOR(
            "an RMT or AutoCompressor of the AutoCompressors project, which summarises into soft prompts",
            "(^|\\.)embed_summary\\.weight$"),
    LUCIDRAINS(
            "an RMT of the package recurrent-memory-transformer-pytorch",
            "^(read_memory_emb|memory_tokens)$"),
    TRANSFORMER_XL(
            "an RMT of the first paper, on Transformer-XL (LM-RMT)",
            "^mem_tokens$"),
    MEMORY_LAYERS(
            "an RMT with layers of its own for the memory (MemoryLayers)",
            "^(\\d+_)?memory_(?!cell\\.)");

    private final String description;
    private final Predicate<String> mark;

    ForeignLayout(String description, String mark) {
        this.description = description;
        this.mark = Pattern.compile(mark).asPredicate();
    }

    /**
     * @param names  the tensor names of a checkpoint
     * @param source the file, for the message
     * @throws CheckpointException if the names are those of one of these layouts
     */
    static void refuse(Set<String> names, String source) {
        for (ForeignLayout layout : values()) {
            layout.refuseIn(names, source);
        }
    }

    /**
     * @param names  the tensor names of a checkpoint
     * @param source the file, for the message
     * @throws CheckpointException if the names are those of this layout
     */
    void refuseIn(Set<String> names, String source) {
        Optional<String> telltale = names.stream().filter(mark).sorted().findFirst();
        if (telltale.isPresent()) {
            throw new CheckpointException("%s: this is %s (tensor %s); it is not supported. Supported are %s"
                    .formatted(source, description, telltale.get(),
                            "MemoryCell and RMTDecoderLMHead decoders, RMT encoders and plain checkpoints"));
        }
    }
}
