package org.tornadormt.model.task.babi;

import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;

/** Tells stories of one kind. */
interface StorySource {

    /**
     * Tells a story.
     *
     * @param room tokens that its statements may have together
     * @return nothing if what was drawn leads to no question in that room; another try may
     */
    Optional<Story> tell(RandomGenerator random, int room);
}
