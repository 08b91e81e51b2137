package org.tornadormt.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every kernel of back-propagation and optimisation with random inputs and an oracle. */
final class GradientCases {
    private static final List<Function<RandomInputs, GradientCase>> LIST = List.of(
            LinearGradientCases::input,
            LinearGradientCases::inputAdded,
            LinearGradientCases::largeInput,
            LinearGradientCases::weight,
            LinearGradientCases::largeWeight,
            LinearGradientCases::bias,
            LayerNormGradientCases::input,
            LayerNormGradientCases::inputAdded,
            LayerNormGradientCases::parameters,
            RmsNormGradientCases::input,
            RmsNormGradientCases::inputAdded,
            RmsNormGradientCases::parameters,
            AttentionGradientCases::query,
            AttentionGradientCases::queryWithLargeScores,
            AttentionGradientCases::longQuery,
            AttentionGradientCases::keyValue,
            AttentionGradientCases::keyValueOfReaders,
            AttentionGradientCases::longKeyValue,
            EmbeddingGradientCases::rowLookup,
            EmbeddingGradientCases::positionEmbedding,
            EmbeddingGradientCases::memoryRead,
            EmbeddingGradientCases::memoryWrite,
            CrossEntropyCases::crossEntropy,
            CrossEntropyCases::crossEntropyInPlace,
            CrossEntropyCases::ties,
            OptimiserCases::adamWStep,
            OptimiserCases::squaredSum,
            OptimiserCases::clamp,
            OptimiserCases::zero,
            OptimiserCases::saveLayer,
            OptimiserCases::loadLayer);

    private GradientCases() {}

    /** All cases, with the shapes and inputs of that seed; new arrays at every call. */
    static List<GradientCase> all(long seed) {
        Stream<Function<RandomInputs, GradientCase>> activations = Arrays.stream(Activation.Kind.values())
                .map(kind -> random -> ActivationGradientCases.activation(kind, random));
        return Stream.concat(LIST.stream(), activations).map(make -> make.apply(new RandomInputs(seed))).toList();
    }
}
