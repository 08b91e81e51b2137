package org.tornadormt.model.training;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Texts that grow (arXiv 2304.11062, section 4.1): each stage has a largest number of segments.
 *
 * @param segments largest number of segments of each stage, growing
 * @param mixed whether half of the batches have any number of segments from 1 to the largest, so that what was learned
 *            of shorter texts stays; else all have the largest
 * @param accuracy share of right answers in the last batches of the largest texts that ends a stage
 * @param batches how many last batches; a stage has at least so many of the largest texts
 * @param mostSteps steps after which a stage ends whatever the accuracy
 */
public record Curriculum(List<Integer> segments, boolean mixed, double accuracy, int batches, int mostSteps) {

    /** Checks that the stages grow. */
    public Curriculum {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a curriculum without stages; give at least one number of segments");
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i) < 1 || i > 0 && segments.get(i) <= segments.get(i - 1)) {
                throw new IllegalArgumentException("stages of " + segments + " segments; each must be at least 1 and"
                        + " have more than the one before");
            }
        }
        if (!(accuracy > 0 && accuracy <= 1) || batches < 1 || mostSteps < 1) {
            throw new IllegalArgumentException("a stage that ends at an accuracy of " + accuracy + " over " + batches
                    + " batches or after " + mostSteps + " steps; ask for an accuracy of at most 1 and at least one of"
                    + " each");
        }
    }

    /** Segments of the texts of a batch of a stage. */
    int draw(RandomGenerator random, int stage) {
        int most = segments.get(stage);
        return !mixed || random.nextBoolean() ? most : 1 + random.nextInt(most);
    }

    /** Numbers of segments that texts will have: those of the stages, and the least. */
    List<Integer> drawn() {
        return Stream.concat(mixed ? Stream.of(1) : Stream.empty(), segments.stream()).distinct().toList();
    }

    /** Number of stages. */
    int stages() {
        return segments.size();
    }
}
