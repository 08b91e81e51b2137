package org.tornadormt.bench.engine;

import java.util.List;

/** The shapes that reports are about, by name. */
public final class BenchShapes {
    private static final List<BenchShape> ALL = List.of(
            new BenchShape("gpt2-small", 12, 768, 12, 50257, 512, 10),
            new BenchShape("small", 4, 256, 4, 8000, 128, 8),
            // That of models/facts-words, about as small as the bundled model.
            new BenchShape("facts", 2, 64, 4, 177, 32, 4));

    private BenchShapes() {}

    /** All names, the largest shape first. */
    public static List<String> names() {
        return ALL.stream().map(BenchShape::name).toList();
    }

    /**
     * The shape of that name.
     *
     * @throws EngineException if there is none
     */
    public static BenchShape named(String name) {
        return ALL.stream().filter(shape -> shape.name().equals(name)).findFirst().orElseThrow(
                () -> new EngineException("there is no shape " + name + "; choose from " + String.join(", ", names())));
    }
}
