package org.tornadormt.model.family;

/**
 * A linear map of a checkpoint.
 *
 * @param name stands for {@code name.weight} and {@code name.bias}
 * @param hasBias whether there is a bias
 */
public record LinearName(String name, boolean hasBias) {

    /** A map with bias. */
    static LinearName withBias(String name) {
        return new LinearName(name, true);
    }

    /** A map without bias. */
    static LinearName withoutBias(String name) {
        return new LinearName(name, false);
    }
}
