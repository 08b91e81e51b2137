package org.tornadormt.checkpoints.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/** The tokens of a {@code tokenizer.json} with their ids: those of the model and those that were added to it. */
final class Vocabulary {
    private final Map<String, Integer> ids = new HashMap<>();
    private final String file;
    private final int size;

    /**
     * @param tokenizer the content of the file
     * @param file      the file, for messages
     * @throws CheckpointException if there is no vocabulary, or an id is not a whole number from 0 on
     */
    Vocabulary(ObjectNode tokenizer, String file) {
        this.file = file;
        JsonNode vocabulary = tokenizer.path("model").path("vocab");
        if (vocabulary.isObject()) {
            vocabulary.properties().forEach(entry -> add(entry.getKey(), entry.getValue()));
        } else if (vocabulary.isArray()) {
            // Unigram: pairs of a token and its score; the id is the place in the list.
            vocabulary.forEach(pair -> ids.put(pair.path(0).asText(), ids.size()));
        } else {
            throw new CheckpointException(file + ": has no vocabulary (model.vocab); is it a tokenizer.json of "
                    + "Hugging Face tokenizers?");
        }
        tokenizer.path("added_tokens").forEach(token -> add(token.path("content").asText(), token.path("id")));
        this.size = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** The id of exactly this token. */
    OptionalInt idOf(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The largest id plus one. */
    int size() {
        return size;
    }

    private void add(String token, JsonNode id) {
        // The largest int is excluded so that the size is an int, too.
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0
                || id.intValue() == Integer.MAX_VALUE) {
            throw new CheckpointException("%s: token \"%s\" must have a whole number from 0 on as id, found %s"
                    .formatted(file, token, JsonFile.shown(id)));
        }
        ids.put(token, id.intValue());
    }
}
