package org.tornadormt.model.family;

import org.tornadormt.kernels.Activation;
import org.tornadormt.model.ModelException;

/** Activation functions by the names that Hugging Face configurations give them. */
final class Activations {

    private Activations() {}

    /** The function called {@code name}; {@code key} says where the name stands. */
    static Activation.Kind named(String name, String key) {
        return switch (name) {
            case "gelu" -> Activation.Kind.GELU;
            case "gelu_new", "gelu_pytorch_tanh" -> Activation.Kind.GELU_TANH;
            case "relu" -> Activation.Kind.RELU;
            case "silu", "swish" -> Activation.Kind.SILU;
            case "tanh" -> Activation.Kind.TANH;
            default -> throw new ModelException("config.json: " + key + " \"" + name
                    + "\" is not supported; supported are gelu, gelu_new, gelu_pytorch_tanh, relu, silu, tanh");
        };
    }
}
