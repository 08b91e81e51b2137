package org.tornadormt.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every kernel with random inputs and an oracle: the one list that every test of kernels goes through. */
public final class KernelCases {
    private static final List<Function<RandomInputs, KernelCase>> LIST = List.of(
            EmbeddingCases::rowLookup,
            EmbeddingCases::rowLookupInPanels,
            EmbeddingCases::rowLookupOfReaders,
            EmbeddingCases::positionEmbedding,
            EmbeddingCases::rotaryEmbedding,
            EmbeddingCases::rotaryEmbeddingOfWholeHeads,
            MemoryCases::memoryRead,
            MemoryCases::memoryWrite,
            MemoryCases::memoryRestore,
            MemoryCases::memoryCheck,
            DenseCases::layerNorm,
            DenseCases::layerNormInPlace,
            DenseCases::rmsNorm,
            DenseCases::rmsNormInPlace,
            DenseCases::linear,
            DenseCases::linearInPanels,
            DenseCases::linearInPanelsOfThree,
            DenseCases::largeLinear,
            DenseCases::largeLinearInPanels,
            DenseCases::linearOfVectors,
            DenseCases::linearInPanelsOfVectors,
            DenseCases::linearInPanelsOfHalfVectors,
            DenseCases::residualAdd,
            DenseCases::gate,
            AttentionCases::keyValueWrite,
            AttentionCases::keyValueWriteToOnePlace,
            AttentionCases::attention,
            AttentionCases::attentionInOnePlace,
            AttentionCases::longAttention,
            AttentionCases::groupedQueryAttention,
            AttentionCases::longGroupedQueryAttention,
            AttentionCases::attentionOfVectors,
            AttentionCases::longAttentionOfVectors,
            CopyCases::copyFloats,
            CopyCases::copyInts,
            CopyCases::rewindLayer,
            CopyCases::advanceLayer,
            CopyCases::retreatLayer);

    private KernelCases() {}

    /** All cases, with the shapes and inputs of that seed; new arrays at every call. */
    public static List<KernelCase> all(long seed) {
        Stream<Function<RandomInputs, KernelCase>> activations = Arrays.stream(Activation.Kind.values())
                .flatMap(kind -> Stream.of(random -> ActivationCases.activation(kind, random),
                        random -> ActivationCases.activationOfVectors(kind, random)));
        Stream<KernelCase> forward = Stream
                .concat(Stream.concat(LIST.stream(), ShortNumberCases.all().stream()), activations)
                .map(make -> make.apply(new RandomInputs(seed)));
        Stream<KernelCase> backward = GradientCases.all(seed).stream().map(GradientCase::kernelCase);
        return Stream.concat(forward, backward).toList();
    }
}
