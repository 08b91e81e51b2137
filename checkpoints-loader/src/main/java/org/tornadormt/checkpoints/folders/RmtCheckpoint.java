package org.tornadormt.checkpoints.folders;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * The tensors of a checkpoint, told apart by their names: the backbone under the names of a plain Hugging Face
 * checkpoint, and the memory. It holds a view of a source and does not close it.
 */
public final class RmtCheckpoint {
    private static final String MEMORY = "memory_cell.memory";
    private static final String MEMORY_CELL_PREFIX = "memory_cell.";
    private static final String MEMORY_CELL_MODEL = "memory_cell.model.";
    private static final String WRAPPER_PREFIX = "recurrent_wrapper.";
    private static final String MEM_TOKEN_IDS = "mem_token_ids";
    private static final String DECODER_MEMORY = "memory";
    private static final String WRAPPED_MODEL = "model.";
    private static final String EMBEDDINGS_ALIAS = "model.embeddings.weight";
    private static final String WORD_EMBEDDINGS = "embeddings.word_embeddings.weight";
    private static final String SPECIAL_TOKEN_SUFFIX = "_token";

    private final TensorSource source;
    private final RmtVariant variant;
    private final RenamedTensors backbone;
    private final Optional<Tensor> memory;
    private final Set<String> otherKnown;

    private RmtCheckpoint(TensorSource source, RmtVariant variant, RenamedTensors backbone, Optional<Tensor> memory,
            Set<String> otherKnown) {
        this.source = source;
        this.variant = variant;
        this.backbone = backbone;
        this.memory = memory;
        this.otherKnown = otherKnown;
    }

    /**
     * @param source the tensors of a checkpoint, by the names in its files
     * @return the same, told apart
     * @throws CheckpointException if the names are those of a variant that is not supported, or memory and backbone do
     *                             not fit each other
     */
    public static RmtCheckpoint of(TensorSource source) {
        Set<String> names = source.names();
        ForeignLayout.refuse(names, source.description());
        if (names.stream().anyMatch(name -> name.startsWith(MEMORY_CELL_PREFIX))) {
            return decoder(source, RmtVariant.MEMORY_CELL, MEMORY, MEMORY_CELL_MODEL);
        }
        if (names.stream().anyMatch(name -> name.startsWith(WRAPPER_PREFIX + MEMORY_CELL_PREFIX))) {
            return decoder(source, RmtVariant.RECURRENT_WRAPPER, WRAPPER_PREFIX + MEMORY,
                    WRAPPER_PREFIX + MEMORY_CELL_MODEL);
        }
        if (names.contains(MEM_TOKEN_IDS)) {
            return encoder(source);
        }
        // Plain checkpoints of Llama and OPT have names under "model." too, but no tensor of this name.
        if (names.contains(DECODER_MEMORY)) {
            return decoder(source, RmtVariant.DECODER_LM_HEAD, DECODER_MEMORY, WRAPPED_MODEL);
        }
        var backbone = new RenamedTensors(source, withoutPrefix(names, ""));
        return new RmtCheckpoint(source, RmtVariant.PLAIN, backbone, Optional.empty(), Set.of());
    }

    private static RmtCheckpoint decoder(TensorSource source, RmtVariant variant, String memoryName, String prefix) {
        Tensor memory = source.tensor(memoryName);
        if (memory.shape().size() != 2) {
            throw new CheckpointException("%s: tensor %s has shape %s, expected [num_mem_tokens, hidden size]"
                    .formatted(memory.source(), memoryName, memory.shape()));
        }
        Map<String, String> backboneNames = withoutPrefix(source.names(), prefix);
        var otherKnown = new TreeSet<String>(Set.of(memoryName));
        if (variant == RmtVariant.DECODER_LM_HEAD) {
            source.names().stream().filter(RmtCheckpoint::isSpecialToken).forEach(otherKnown::add);
        }
        var backbone = new RenamedTensors(source, backboneNames);
        return new RmtCheckpoint(source, variant, backbone, Optional.of(memory), otherKnown);
    }

    private static RmtCheckpoint encoder(TensorSource source) {
        Map<String, String> backboneNames = withoutPrefix(source.names(), WRAPPED_MODEL);
        var otherKnown = new TreeSet<String>(Set.of(MEM_TOKEN_IDS));
        source.names().stream().filter(RmtCheckpoint::isSpecialToken).forEach(otherKnown::add);
        backboneNames.remove(EMBEDDINGS_ALIAS.substring(WRAPPED_MODEL.length()));
        String wordEmbeddings = wordEmbeddingsName(backboneNames.keySet(), source);
        if (source.contains(EMBEDDINGS_ALIAS)) {
            // Saving drops all but one of the names that share their data; either may be the one that is left.
            backboneNames.putIfAbsent(wordEmbeddings, EMBEDDINGS_ALIAS);
            otherKnown.add(EMBEDDINGS_ALIAS);
        }
        var backbone = new RenamedTensors(source, backboneNames);
        Tensor memory = lastRows(backbone.tensor(wordEmbeddings), source.tensor(MEM_TOKEN_IDS));
        return new RmtCheckpoint(source, RmtVariant.ENCODER, backbone, Optional.of(memory), otherKnown);
    }

    private static String wordEmbeddingsName(Set<String> backboneNames, TensorSource source) {
        return backboneNames.stream()
                .filter(name -> name.matches("[^.]+\\.embeddings\\..+"))
                .map(name -> name.substring(0, name.indexOf('.') + 1) + WORD_EMBEDDINGS)
                .sorted()
                .findFirst()
                .orElseThrow(() -> source.missing(WRAPPED_MODEL + "bert." + WORD_EMBEDDINGS));
    }

    /** The rows of the memory, which the reference puts at the end of the table: ids V … V+m-1. */
    private static Tensor lastRows(Tensor embeddings, Tensor memTokenIds) {
        long m = memTokenIds.elementCount();
        memTokenIds.requireShape(m);
        if (embeddings.shape().size() != 2 || embeddings.shape().getFirst() < m) {
            throw new CheckpointException("%s: tensor %s has shape %s, expected [vocabulary + %d memory rows, hidden]"
                    .formatted(embeddings.source(), embeddings.name(), embeddings.shape(), m));
        }
        long rows = embeddings.shape().getFirst();
        for (long i = 0; i < m; i++) {
            if (memTokenIds.longAt(i) != rows - m + i) {
                throw new CheckpointException("%s: mem_token_ids[%d] is %d, expected %d: the memory must be the last "
                        .formatted(memTokenIds.source(), i, memTokenIds.longAt(i), rows - m + i)
                        + "rows of " + embeddings.name());
            }
        }
        return embeddings.rows(rows - m, rows);
    }

    /** @return where the memory is kept */
    public RmtVariant variant() {
        return variant;
    }

    /**
     * @return the tensors of the backbone, by their names in a plain checkpoint; for {@link RmtVariant#ENCODER} the
     *         word embeddings still end with the rows of the memory
     */
    public TensorSource backbone() {
        return backbone;
    }

    /**
     * @param name name of a tensor of the backbone
     * @return its name in the file
     */
    public String storedName(String name) {
        return backbone.storedNames().getOrDefault(name, name);
    }

    /** @return the name of the trained memory in the file; empty for {@link RmtVariant#PLAIN} and encoders */
    public Optional<String> storedMemory() {
        return variant == RmtVariant.ENCODER ? Optional.empty() : memory.map(Tensor::name);
    }

    /** @return the trained memory [num_mem_tokens, hidden size]; empty for {@link RmtVariant#PLAIN} */
    public Optional<Tensor> memory() {
        return memory;
    }

    /**
     * The id of a special token that an encoder or an {@link RmtVariant#DECODER_LM_HEAD} keeps as a buffer.
     *
     * @param name the buffer: {@code cls_token}, {@code sep_token}, {@code bos_token} or {@code eos_token}
     * @return the id, if there is such a buffer
     * @throws CheckpointException if the buffer does not hold exactly one integer
     */
    public OptionalLong specialToken(String name) {
        if (!isSpecialToken(name) || !otherKnown.contains(name)) {
            return OptionalLong.empty();
        }
        Tensor buffer = source.tensor(name);
        if (buffer.elementCount() != 1) {
            buffer.requireShape(1);
        }
        return OptionalLong.of(buffer.longAt(0));
    }

    /**
     * What is in the checkpoint and was not used. A caller that has read everything it needs finds here what the model
     * would silently lack.
     *
     * @param read the names that were read from {@link #backbone()}
     * @return the names in the files of all other tensors, without the memory and the buffers known here
     */
    public SortedSet<String> unusedNames(Set<String> read) {
        var unused = new TreeSet<String>(source.names());
        unused.removeAll(otherKnown);
        backbone.storedNames().forEach((name, storedName) -> {
            if (read.contains(name)) {
                unused.remove(storedName);
            }
        });
        return unused;
    }

    private static boolean isSpecialToken(String name) {
        return !name.contains(".") && name.endsWith(SPECIAL_TOKEN_SUFFIX);
    }

    private static Map<String, String> withoutPrefix(Set<String> names, String prefix) {
        return names.stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toMap(
                name -> name.substring(prefix.length()), name -> name, (one, _) -> one, HashMap::new));
    }
}
