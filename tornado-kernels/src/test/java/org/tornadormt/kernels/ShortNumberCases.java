package org.tornadormt.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tornadormt.kernels.vector.VectorForms;

/** Cases of the kernels that read weights, with weights of 16 bits: shapes for every form. */
final class ShortNumberCases {
    private static final List<BiFunction<RandomInputs, NumberFormat, KernelCase>> SHAPES = List.of(
            ShortNumberCases::linearInPanels,
            ShortNumberCases::linearInPanelsOfThree,
            ShortNumberCases::linearInPanelsOfVectors,
            ShortNumberCases::linearOfVectors,
            ShortNumberCases::largeLinearInPanels,
            ShortNumberCases::rowLookup,
            ShortNumberCases::rowLookupInPanels);

    private ShortNumberCases() {}

    static List<Function<RandomInputs, KernelCase>> all() {
        List<Function<RandomInputs, KernelCase>> all = new ArrayList<>();
        Stream.of(NumberFormat.BFLOAT16, NumberFormat.FLOAT16)
                .forEach(format -> SHAPES.forEach(shape -> all.add(random -> shape.apply(random, format))));
        return all;
    }

    private static KernelCase linearInPanels(RandomInputs random, NumberFormat format) {
        return DenseCases.linear(random, format, random.size(), random.size(), random.size(),
                VectorForms.panelWidth(), random.below(5)).variant("of " + format.text() + " in panels");
    }

    private static KernelCase linearInPanelsOfThree(RandomInputs random, NumberFormat format) {
        return DenseCases.linear(random, format, random.size(), random.size(), random.size(), 3, random.below(5))
                .variant("of " + format.text() + " in panels of three");
    }

    private static KernelCase linearInPanelsOfVectors(RandomInputs random, NumberFormat format) {
        return DenseCases.linear(random, format, random.size(), random.size(), 3 * random.size(), 16, random.below(5))
                .variant("of " + format.text() + " in panels of vectors");
    }

    private static KernelCase linearOfVectors(RandomInputs random, NumberFormat format) {
        return DenseCases.linear(random, format, random.size(), 8 * random.oneTo(9), random.size(), 1, 0)
                .variant("of " + format.text() + " of vectors");
    }

    private static KernelCase largeLinearInPanels(RandomInputs random, NumberFormat format) {
        return DenseCases.linear(random, format, 230 + random.oneTo(30), 760 + random.oneTo(30),
                100 + random.oneTo(50), VectorForms.panelWidth(), random.below(5))
                .variant("of " + format.text() + ", large, in panels");
    }

    private static KernelCase rowLookup(RandomInputs random, NumberFormat format) {
        return EmbeddingCases.rowLookup(random, format, 1).variant("of " + format.text());
    }

    private static KernelCase rowLookupInPanels(RandomInputs random, NumberFormat format) {
        return EmbeddingCases.rowLookup(random, format, 1 + random.oneTo(9))
                .variant("of " + format.text() + " in panels");
    }
}
