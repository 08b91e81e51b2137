package org.tornadormt.model.cost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadormt.kernels.Activation;
import org.tornadormt.model.AttentionConfig;
import org.tornadormt.model.FeedForwardConfig;
import org.tornadormt.model.NormConfig;
import org.tornadormt.model.OutputConfig;
import org.tornadormt.model.PositionConfig;
import org.tornadormt.model.TransformerConfig;
import org.tornadormt.model.TransformerConfig.AttentionMask;
import org.tornadormt.model.TransformerConfig.BlockOrder;

/** The models and lengths of figure 3 of arXiv 2304.11062: OPT (arXiv 2205.01068, table 1) up to 2,048,000 tokens. */
public final class PaperModels {
    /** Tokens of a segment in the figure. */
    public static final int SEGMENT_SIZE = 512;
    private static final int VOCABULARY_SIZE = 50_272;
    private static final int MAX_POSITIONS = 2048;
    private static final float EPSILON = 1e-5f;
    private static final List<Integer> LENGTHS = List.of(512, 1024, 2048, 4096, 8192, 16_384, 32_768, 64_000, 128_000,
            256_000, 512_000, 1_024_000, 2_048_000);

    private PaperModels() {}

    /** Lengths of the figure in tokens, ascending. */
    public static List<Integer> lengths() {
        return LENGTHS;
    }

    /** The models by their sizes, such as {@code 125M}, ascending. */
    public static Map<String, TransformerConfig> opt() {
        Map<String, TransformerConfig> models = new LinkedHashMap<>();
        models.put("125M", opt(12, 768, 12));
        models.put("1.3B", opt(24, 2048, 32));
        models.put("6.7B", opt(32, 4096, 32));
        models.put("30B", opt(48, 7168, 56));
        models.put("175B", opt(96, 12_288, 96));
        return models;
    }

    private static TransformerConfig opt(int numLayers, int hiddenSize, int numAttentionHeads) {
        return new TransformerConfig(VOCABULARY_SIZE, hiddenSize, hiddenSize, numLayers, BlockOrder.NORM_BEFORE,
                PositionConfig.learned(MAX_POSITIONS),
                AttentionConfig.ofHeads(hiddenSize, numAttentionHeads, AttentionMask.CAUSAL),
                new FeedForwardConfig(4 * hiddenSize, Activation.Kind.RELU, false),
                new NormConfig(NormConfig.Kind.LAYER_NORM, EPSILON, false, true),
                OutputConfig.languageModel(VOCABULARY_SIZE));
    }
}
