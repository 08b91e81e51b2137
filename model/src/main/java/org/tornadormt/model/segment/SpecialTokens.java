package org.tornadormt.model.segment;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.tornadormt.checkpoints.configurations.ModelConfig;
import org.tornadormt.checkpoints.folders.CheckpointFolder;
import org.tornadormt.checkpoints.folders.RmtCheckpoint;
import org.tornadormt.checkpoints.tokenizers.TextTokenizer;
import org.tornadormt.model.ModelException;

/**
 * Ids of the special tokens that an encoder's segments are built with. The first of these that knows an id decides: the
 * buffers of the checkpoint, {@code config.json}, {@code tokenizer.json}.
 */
public final class SpecialTokens {
    private final String where;
    private final SpecialTokenNames names;
    private final OptionalInt classId;
    private final OptionalInt separatorId;
    private final Set<Integer> all;

    private SpecialTokens(String where, SpecialTokenNames names, OptionalInt classId, OptionalInt separatorId,
            Set<Integer> all) {
        this.where = where;
        this.names = names;
        this.classId = classId;
        this.separatorId = separatorId;
        this.all = all;
    }

    /** Looks for the ids in everything that a checkpoint folder has. */
    public static SpecialTokens find(CheckpointFolder folder, RmtCheckpoint checkpoint, SpecialTokenNames names) {
        Set<Integer> all = new HashSet<>();
        OptionalInt classId = find(folder, checkpoint, "cls", names.classKeys(), names.classToken());
        OptionalInt separatorId = find(folder, checkpoint, "sep", names.separatorKeys(), names.separator());
        classId.ifPresent(all::add);
        separatorId.ifPresent(all::add);
        find(folder, checkpoint, "pad", List.of("pad_token_id"), names.padding()).ifPresent(all::add);
        find(folder, checkpoint, "bos", List.of("bos_token_id"), names.begin()).ifPresent(all::add);
        find(folder, checkpoint, "eos", List.of("eos_token_id"), names.end()).ifPresent(all::add);
        return new SpecialTokens(folder.path().toString(), names, classId, separatorId, Set.copyOf(all));
    }

    /**
     * The layout of an encoder's segments.
     *
     * @throws ModelException if the ids of [CLS] and [SEP] were not found or are not in the vocabulary
     */
    public EncoderLayout encoderLayout(int numMemTokens, int vocabularySize) {
        if (classId.isEmpty() || separatorId.isEmpty()) {
            throw new ModelException(where + ": nothing says which ids " + names.classToken() + " and "
                    + names.separator() + " have; put the tokenizer.json of the model into the folder, or cls_token_id"
                    + " and sep_token_id into its config.json");
        }
        requireInVocabulary(names.classToken(), classId.getAsInt(), vocabularySize);
        requireInVocabulary(names.separator(), separatorId.getAsInt(), vocabularySize);
        return new EncoderLayout(numMemTokens, classId.getAsInt(), separatorId.getAsInt(), all);
    }

    private void requireInVocabulary(String token, int id, int vocabularySize) {
        if (id < 0 || id >= vocabularySize) {
            throw new ModelException(where + ": " + token + " has id " + id + ", but the vocabulary has ids 0 to "
                    + (vocabularySize - 1) + "; is config.json the one of this checkpoint?");
        }
    }

    private static OptionalInt find(CheckpointFolder folder, RmtCheckpoint checkpoint, String name, List<String> keys,
            String token) {
        OptionalLong buffer = checkpoint.specialToken(name + "_token");
        if (buffer.isPresent()) {
            // What no int holds is in no vocabulary either, and is refused as such.
            return OptionalInt.of(Math.clamp(buffer.getAsLong(), -1, Integer.MAX_VALUE));
        }
        ModelConfig config = folder.config();
        for (String key : keys) {
            if (config.contains(key)) {
                return OptionalInt.of(config.integer(key));
            }
        }
        if (folder.tokenizerFile().isEmpty()) {
            return OptionalInt.empty();
        }
        try (TextTokenizer tokenizer = TextTokenizer.open(folder.tokenizerFile().get())) {
            return tokenizer.idOf(token);
        }
    }
}
