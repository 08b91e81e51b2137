package org.tornadormt.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.checkpoints.configurations.RmtConfig.Alignment;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.fixtures.Fixture;

class SegmentationTest {

    @Property
    void segmentsCoverTheTextInOrder(@ForAll @IntRange(min = 0, max = 5000) int length,
            @ForAll @IntRange(min = 1, max = 600) int segmentSize, @ForAll Alignment alignment) {
        int[] text = IntStream.range(0, length).toArray();

        List<int[]> segments = Segmentation.split(text, segmentSize, alignment);

        assertThat(segments.stream().flatMapToInt(Arrays::stream).toArray()).isEqualTo(text);
        assertThat(segments.stream().map(segment -> segment.length))
                .isEqualTo(Segmentation.lengths(length, segmentSize, alignment));
    }

    @Property
    void allAreFullButTheOneAtTheOtherEnd(@ForAll @IntRange(min = 1, max = 5000) int length,
            @ForAll @IntRange(min = 1, max = 600) int segmentSize) {
        List<Integer> left = Segmentation.lengths(length, segmentSize, Alignment.LEFT);
        List<Integer> right = Segmentation.lengths(length, segmentSize, Alignment.RIGHT);

        assertThat(left).hasSize((length + segmentSize - 1) / segmentSize).hasSameSizeAs(right);
        assertThat(left.subList(0, left.size() - 1)).allMatch(size -> size == segmentSize);
        assertThat(right.subList(1, right.size())).allMatch(size -> size == segmentSize);
        assertThat(left.getLast()).isEqualTo(right.getFirst()).isBetween(1, segmentSize);
    }

    /** As {@code torch.chunk}: pieces of {@code ceil(length / count)}, the last one what is left. */
    @Property
    void centerGivesEqualPiecesButTheLast(@ForAll @IntRange(min = 1, max = 5000) int length,
            @ForAll @IntRange(min = 1, max = 600) int segmentSize) {
        int count = (length + segmentSize - 1) / segmentSize;
        int piece = (length + count - 1) / count;

        List<Integer> lengths = Segmentation.lengths(length, segmentSize, Alignment.CENTER);

        // torch.chunk gives fewer pieces than asked for where they fill up early: 5 tokens in 4 pieces are 2, 2, 1.
        assertThat(lengths).hasSize((length + piece - 1) / piece);
        assertThat(lengths.subList(0, lengths.size() - 1)).allMatch(size -> size == piece);
        assertThat(lengths.getLast()).isBetween(1, piece);
        assertThat(piece).isLessThanOrEqualTo(segmentSize);
    }

    @Test
    void anEmptyTextHasNoSegments() {
        for (Alignment alignment : Alignment.values()) {
            assertThat(Segmentation.lengths(0, 3, alignment)).isEmpty();
        }
    }

    static Stream<Fixture> fixtures() {
        return Fixture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void lengthsAreThoseOfTheReferenceImplementation(Fixture fixture) {
        RmtModel model = fixture.load();
        JsonNode expected = fixture.json().get("segment_lengths");
        for (int row = 0; row < fixture.texts().length; row++) {
            int[] tokens = model.layout().withoutOwnTokens(fixture.texts()[row]);
            List<Integer> lengths = new ArrayList<>();
            for (JsonNode length : fixture.isBatch() ? expected.get(row) : expected) {
                // The reference gives a text that is shorter than others of its batch leading empty segments.
                if (length.intValue() > 0) {
                    lengths.add(length.intValue());
                }
            }

            assertThat(Segmentation.lengths(tokens.length, model.segmentSize(), model.memoryConfig().alignment()))
                    .isEqualTo(lengths);
        }
    }
}
