package org.tornadormt.model.task.babi;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.model.task.reasoning.Puzzle;
import org.tornadormt.model.task.reasoning.PuzzleSource;

/** Task 4: how three places lie to each other; the same puzzles as those of the task <em>reasoning</em>. */
record LineStories() implements StorySource {
    private static final int TOKENS = 16;

    @Override
    public Optional<Story> tell(RandomGenerator random, int room) {
        Puzzle puzzle = new PuzzleSource(World.PLACES, 1, false).draw(random);
        return room < TOKENS
                ? Optional.empty()
                : Optional.of(Story.of(List.of(puzzle.first().text(), puzzle.second().text()),
                        puzzle.question().text(), puzzle.question().answer()));
    }
}
