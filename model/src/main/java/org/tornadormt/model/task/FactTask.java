package org.tornadormt.model.task;

import org.apache.commons.math3.random.RandomGenerator;

/** Where the fact stands (arXiv 2304.11062, section 4). */
public enum FactTask {

    /** The fact is the first thing in the text: a model need only keep it. */
    MEMORIZE {
        @Override
        int factPosition(RandomGenerator random, Fact fact, int segments, int segmentSize) {
            return 0;
        }
    },

    /**
     * The fact stands at any offset of any segment: a model must find it first. All segments are equally likely, and so
     * are all offsets in one at which the fact fits whole, in the last segment before the question.
     */
    DETECT {
        @Override
        int factPosition(RandomGenerator random, Fact fact, int segments, int segmentSize) {
            int segment = random.nextInt(segments);
            int end = segment == segments - 1 ? segmentSize - fact.questionLength() : segmentSize;
            return segment * segmentSize + random.nextInt(end - fact.length() + 1);
        }
    };

    /** Index of the fact's first token among the {@code segments * segmentSize} tokens of a sample. */
    abstract int factPosition(RandomGenerator random, Fact fact, int segments, int segmentSize);
}
