package org.tornadormt.model.task.babi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.model.task.babi.World.Action;

/**
 * Stories of people who do things, which end at any of the moments at which there is something to ask.
 *
 * @param actions what may be done
 * @param most statements of a story at most
 * @param asker asks about the world as it is
 */
record WorldStories(List<Action> actions, int most, Asker asker) implements StorySource {

    /** Asks questions. */
    @FunctionalInterface
    interface Asker {
        /**
         * Asks about a world.
         *
         * @param statements what was told of it
         * @return nothing if there is nothing to ask
         */
        Optional<Story> ask(RandomGenerator random, World world, List<String> statements);
    }

    @Override
    public Optional<Story> tell(RandomGenerator random, int room) {
        World world = new World();
        List<String> statements = new ArrayList<>();
        List<Story> stories = new ArrayList<>();
        int tokens = 0;
        while (statements.size() < most) {
            String statement = world.act(random, actions);
            tokens += Story.length(statement);
            if (tokens > room) {
                break;
            }
            statements.add(statement);
            asker.ask(random, world, statements).ifPresent(stories::add);
        }
        return stories.isEmpty() ? Optional.empty() : Optional.of(Story.any(random, stories));
    }
}
