package org.tornadormt.checkpoints.tokenizers;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * A {@code tokenizer.json}, run by the tokenizers of Hugging Face through DJL. Nothing is cut, padded or added: left to
 * itself DJL cuts every text to 512 tokens, and a file may ask for more of the kind ({@code truncation},
 * {@code padding}). Special tokens are the caller's business; only those that stand in the text become ids.
 * <p>
 * Nothing is downloaded. DJL by itself fetches a CUDA build of its library where it finds a GPU, and reports home from
 * Amazon's machines; opening a tokenizer puts DJL into its offline mode ({@code ai.djl.offline}) unless that property
 * was set before.
 */
public final class TextTokenizer implements AutoCloseable {
    private static final String OFFLINE = "ai.djl.offline";
    private static final int PIECE_CHARS = 1 << 16;

    private static final Map<String, String> OPTIONS = Map.of("addSpecialTokens", "false", "truncation",
            "DO_NOT_TRUNCATE", "padding", "DO_NOT_PAD");

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final String file;
    private final CutPlaces places;
    private final OptionalInt unknown;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary, String file, ObjectNode content) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.file = file;
        this.places = CutRule.places(content);
        this.unknown = vocabulary.idOf(content.path("model").path("unk_token").asText());
    }

    /**
     * @param file a {@code tokenizer.json}
     * @return the tokenizer
     * @throws CheckpointException if the file cannot be read or is not a tokenizer, or the native library of the
     *                             tokenizers cannot be loaded
     */
    public static TextTokenizer open(Path file) {
        ObjectNode content = JsonFile.read(file);
        var vocabulary = new Vocabulary(content, file.toString());
        return new TextTokenizer(load(file), vocabulary, file.toString(), content);
    }

    private static HuggingFaceTokenizer load(Path file) {
        if (System.getProperty(OFFLINE) == null) {
            System.setProperty(OFFLINE, "true");
        }
        // From a stream: given a path, DJL would also obey a tokenizer_config.json beside it.
        try (InputStream content = Files.newInputStream(file)) {
            return HuggingFaceTokenizer.newInstance(content, OPTIONS);
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new CheckpointException("The native library of the tokenizers cannot be loaded (%s); it needs Linux, "
                    .formatted(e.getMessage()) + "macOS on ARM, or Windows, and a writable folder DJL_CACHE_DIR", e);
        } catch (RuntimeException e) {
            throw new CheckpointException("%s: not a usable tokenizer (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * @param text a text, which is held in memory with its ids; for a long one see {@link #encode(Reader, IntConsumer)}
     * @return its token ids
     * @throws CheckpointException if the tokenizer has no token for a part of the text
     */
    public int[] encode(String text) {
        try {
            return Arrays.stream(tokenizer.encode(text, false, false).getIds()).mapToInt(Math::toIntExact).toArray();
        } catch (RuntimeException e) {
            throw new CheckpointException("%s: cannot encode the text (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Encodes a text of any length. The ids are the same as from {@link #encode(String)}. The text is read in pieces of
     * about 64 thousand characters that end in front of a space, or of a line break where possible, if the tokenizer is
     * of a kind for which that is known to be safe: words parted at white space by the pre-tokenizers of GPT-2, GPT-NeoX,
     * Llama 3, Qwen 2, BERT or SentencePiece's Metaspace. Then memory does not grow with the text, except for stretches
     * without such a place. With any other tokenizer the text is read whole.
     *
     * @param text what to encode; the caller closes it
     * @param ids  receives the token ids in order
     * @throws IOException         if reading fails
     * @throws CheckpointException if the tokenizer has no token for a part of the text, or has to take more than 16
     *                             million characters of it at once
     */
    public void encode(Reader text, IntConsumer ids) throws IOException {
        var pieces = new TextPieces(text, places, PIECE_CHARS);
        for (Optional<String> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
            for (int id : encode(piece.get())) {
                ids.accept(id);
            }
        }
    }

    /**
     * @param ids token ids
     * @return their text; special tokens appear in it by name
     * @throws CheckpointException if an id is negative or not below {@link #vocabularySize}
     */
    public String decode(int[] ids) {
        int size = vocabulary.size();
        for (int id : ids) {
            if (id < 0 || id >= size) {
                throw new CheckpointException("%s: has no token %d; its ids are 0 to %d".formatted(file, id, size - 1));
            }
        }
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    /**
     * @param token a token as it is written in the vocabulary
     * @return its id, if there is such a token
     */
    public OptionalInt idOf(String token) {
        return vocabulary.idOf(token);
    }

    /**
     * @param word a word, or a punctuation mark, without spaces
     * @return the one token that it becomes inside a text, behind a space; nothing if it becomes several or unknown
     */
    public OptionalInt idOfWord(String word) {
        int[] ids = encode(" " + word);
        return ids.length == 1 && decode(ids).strip().equals(word) ? OptionalInt.of(ids[0]) : OptionalInt.empty();
    }

    /** @return the token that stands for words which the vocabulary lacks; nothing if any text has tokens */
    public OptionalInt unknownId() {
        return unknown;
    }

    /** @return the largest id plus one: what an embedding table must have rows for */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** Frees the native tokenizer. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
