package org.tornadormt.model.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.RandomModels;
import org.tornadormt.model.session.Perplexity.SegmentResult;

class PerplexityTest {
    private static final Device DEVICE = JvmDevice.withThreads(2);
    /** Both sides compute in double precision from the same floats, in another order. */
    private static final double ROUNDING = 1e-12;

    @Property(tries = 50)
    void eachTokenIsPredictedFromTheRowBeforeItAlsoOverBorders(@ForAll @LongRange(min = 0) long seed) {
        RmtModel any = RandomModels.decoder(seed);
        RmtModel model = RandomModels.withSegments(any, any.segmentSize(), Alignment.LEFT);
        var random = new Random(seed);
        int[] text = RandomModels.text(model, random, 1 + random.nextInt(4 * model.segmentSize()));
        float[][] logits = Forward.run(model, DEVICE, text).getFirst().logits();

        List<SegmentResult> results = measure(model, text);

        assertThat(results).hasSize(Math.ceilDiv(text.length, model.segmentSize()));
        for (int segment = 0; segment < results.size(); segment++) {
            int first = Math.max(1, segment * model.segmentSize());
            int end = Math.min(text.length, (segment + 1) * model.segmentSize());
            double sum = 0;
            for (int i = first; i < end; i++) {
                sum -= logSoftmax(logits[i - 1], text[i]);
            }
            SegmentResult result = results.get(segment);
            assertThat(result.segment()).isEqualTo(segment);
            assertThat(result.predictedTokens()).isEqualTo(end - first);
            if (end == first) {
                assertThat(result.crossEntropy()).as("the first token alone").isNaN();
            } else {
                double expected = sum / (end - first);
                assertThat(result.crossEntropy()).isCloseTo(expected, within(ROUNDING * Math.max(1, expected)));
                assertThat(result.perplexity()).isEqualTo(Math.exp(result.crossEntropy()));
            }
        }
    }

    @Property(tries = 50)
    void ofEqualLogitsItIsTheLogarithmOfTheirNumber(@ForAll @IntRange(min = 1, max = 60_000) int vocabulary,
            @ForAll float logit) {
        float[] logits = new float[vocabulary];
        Arrays.fill(logits, logit);
        // Next to a huge logit the result is rounded to that one's precision.
        double precision = Math.max(ROUNDING * Math.log(vocabulary + 1), 4 * Math.ulp((double) logit));

        assertThat(Perplexity.crossEntropy(logits, vocabulary - 1)).isCloseTo(Math.log(vocabulary), within(precision));
    }

    @Test
    void logitsThatAreNotNumbersAreRefused() {
        assertThatThrownBy(() -> Perplexity.crossEntropy(new float[]{0f, Float.NaN}, 0))
                .isInstanceOf(ModelException.class).hasMessageContaining("overflowed");
    }

    private static List<SegmentResult> measure(RmtModel model, int[] text) {
        List<SegmentResult> results = new ArrayList<>();
        try (Session session = Session.reading(model, DEVICE, new Perplexity(results::add))) {
            session.feed(text);
            session.endSegment();
        }
        return results;
    }

    private static double logSoftmax(float[] logits, int target) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - logits[target]);
        }
        return -Math.log(sum);
    }
}
