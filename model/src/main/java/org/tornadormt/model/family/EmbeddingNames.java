package org.tornadormt.model.family;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Names of what makes the residual stream of ids.
 *
 * @param words tensor {@code [vocabularySize, embeddingSize]}
 * @param projection map into the residual stream, if the embeddings have another width
 * @param positions table of positions, if it is learned
 * @param tokenTypes tensor of which row 0 is added to every row, if the family has one
 * @param norm norm of the embeddings, if the family has one
 * @param padding id whose row training leaves alone where it is looked up ({@code padding_idx} of
 *            {@code torch.nn.Embedding})
 */
public record EmbeddingNames(String words, Optional<LinearName> projection, Optional<Positions> positions,
        Optional<String> tokenTypes, Optional<String> norm, OptionalInt padding) {

    /**
     * A table of positions.
     *
     * @param name tensor {@code [offset + maxPositions, hiddenSize]}
     * @param offset rows in front of the one of position 0, which no text reaches
     */
    public record Positions(String name, int offset) {}

    /** Words and a table of positions that begins with position 0. */
    static EmbeddingNames ofPositions(String words, String positions) {
        return new EmbeddingNames(words, Optional.empty(), Optional.of(new Positions(positions, 0)), Optional.empty(),
                Optional.empty(), OptionalInt.empty());
    }

    /** Words alone. */
    static EmbeddingNames ofWords(String words, OptionalInt padding) {
        return new EmbeddingNames(words, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                padding);
    }
}
