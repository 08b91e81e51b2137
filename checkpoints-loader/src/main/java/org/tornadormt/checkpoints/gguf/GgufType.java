package org.tornadormt.checkpoints.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.tensors.TensorType;

/**
 * How the numbers of a tensor are stored, by the numbers that GGUF has for it ({@code ggml_type}). Those that are not read
 * here are known by name, for the message.
 */
enum GgufType {
    /** IEEE 754 binary32. */
    F32(0, 1, Float.BYTES, TensorType.F32),
    /** IEEE 754 binary16. */
    F16(1, 1, Short.BYTES, TensorType.F16),
    /** Blocks of 32: a binary16 scale and 32 signed bytes, which it multiplies. */
    Q8_0(8, 32, Short.BYTES + 32, TensorType.F32),
    /** The upper half of an F32. */
    BF16(30, 1, Short.BYTES, TensorType.BF16);

    /** Names of the numbers from 0 on; a gap is a type that is no more. */
    private static final List<String> NAMES = List.of("F32", "F16", "Q4_0", "Q4_1", "", "", "Q5_0", "Q5_1", "Q8_0",
            "Q8_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_K", "IQ2_XXS", "IQ2_XS", "IQ3_XXS", "IQ1_S", "IQ4_NL",
            "IQ3_S", "IQ2_S", "IQ4_XS", "I8", "I16", "I32", "I64", "F64", "IQ1_M", "BF16", "", "", "", "TQ1_0", "TQ2_0",
            "", "", "", "MXFP4");

    private final int number;
    private final int blockElements;
    private final int blockBytes;
    private final TensorType elements;

    GgufType(int number, int blockElements, int blockBytes, TensorType elements) {
        this.number = number;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.elements = elements;
    }

    static Optional<GgufType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /** What a type is called, whether it is read here or not. */
    static String name(int number) {
        boolean named = number >= 0 && number < NAMES.size() && !NAMES.get(number).isEmpty();
        return named ? NAMES.get(number) : "number " + number;
    }

    /** The types that are read here. */
    static String readable() {
        return Stream.of(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** Elements that are stored together; a row has a multiple of them. */
    int blockElements() {
        return blockElements;
    }

    /** Bytes of such a block. */
    int blockBytes() {
        return blockBytes;
    }

    /** Type of the tensors that are made of it. */
    TensorType elements() {
        return elements;
    }
}
