package org.tornadormt.checkpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads JSON objects strictly: UTF-8 only, no key twice, nothing after the object. A key that stands twice means that
 * two readers may see two different files.
 */
public final class JsonFile {
    private static final long LARGEST_FILE = 256L << 20;

    private static final int LONGEST_VALUE = 60;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private JsonFile() {}

    /**
     * @param file a file that holds one JSON object
     * @return the object
     * @throws CheckpointException if the file cannot be read, is absurdly large for JSON, or is not a JSON object
     */
    public static ObjectNode read(Path file) {
        try {
            InputFile.requireReadable(file);
            if (Files.size(file) > LARGEST_FILE) {
                throw new CheckpointException("%s: %,d bytes are too many for a JSON file; is it the right file?"
                        .formatted(file, Files.size(file)));
            }
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
    }

    /**
     * @param utf8  the bytes of one JSON object
     * @param where what the bytes are, for the message: a file, or a part of it
     * @return the object
     * @throws CheckpointException if the bytes are not UTF-8 or not one JSON object, or a key stands twice
     */
    public static ObjectNode parse(byte[] utf8, String where) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            if (READER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new CheckpointException(where + ": not a JSON object; the file is damaged or of another kind");
        } catch (CharacterCodingException e) {
            throw new CheckpointException(where + ": not UTF-8 text; the file is damaged or of another kind", e);
        } catch (JsonProcessingException e) {
            throw new CheckpointException("%s: not valid JSON (%s)".formatted(where, e.getOriginalMessage()), e);
        }
    }

    /**
     * @param value any JSON value
     * @return the value as it stands in the file, cut if it is long, for messages
     */
    public static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
