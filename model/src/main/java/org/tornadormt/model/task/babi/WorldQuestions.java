package org.tornadormt.model.task.babi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.model.task.babi.World.Gift;

/** What can be asked about a world. */
final class WorldQuestions {
    private static final List<String> NUMBERS = List.of("none", "one", "two", "three");
    private static final int STATEMENTS_OF_A_QUESTION = 2;
    private static final int STATEMENTS_AFTER_A_GIFT = 5;

    private WorldQuestions() {}

    /** Task 1: where a person is. */
    static Optional<Story> whereIsPerson(RandomGenerator random, World world, List<String> statements) {
        if (statements.size() % STATEMENTS_OF_A_QUESTION != 0) {
            return Optional.empty();
        }
        String person = Story.any(random, world.travellers());
        return world.known(person).map(place -> Story.of(statements, "where is " + person + " ?", place));
    }

    /** Task 6: whether a person is somewhere; half of the answers are yes. */
    static Optional<Story> isPersonThere(RandomGenerator random, World world, List<String> statements) {
        if (statements.size() % STATEMENTS_OF_A_QUESTION != 0) {
            return Optional.empty();
        }
        String person = Story.any(random, world.travellers());
        boolean yes = random.nextBoolean();
        return world.known(person).map(place -> Story.of(statements, "is " + person + " in the "
                + (yes ? place : Story.any(random, without(World.PLACES, place))) + " ?",
                yes ? "yes" : "no"));
    }

    /** Task 2: where a thing is. */
    static Optional<Story> whereIsThing(RandomGenerator random, World world, List<String> statements) {
        String thing = Story.any(random, World.THINGS);
        return world.known(thing).map(place -> Story.of(statements, "where is the " + thing + " ?", place));
    }

    /** Task 3: where a thing was before it came to where it is. */
    static Optional<Story> whereWasThing(RandomGenerator random, World world, List<String> statements) {
        String thing = Story.any(random, World.THINGS);
        List<String> places = world.knownPlaces(thing);
        return places.size() < 2
                ? Optional.empty()
                : Optional.of(Story.of(statements, "where was the " + thing + " before the " + places.getLast() + " ?",
                        places.get(places.size() - 2)));
    }

    /** Task 5: who gave what to whom, the last time that something was given. */
    static Optional<Story> gift(RandomGenerator random, World world, List<String> statements) {
        List<String> last = statements.subList(Math.max(0, statements.size() - STATEMENTS_AFTER_A_GIFT - 1),
                statements.size());
        if (world.lastGift().isEmpty() || last.stream().noneMatch(WorldQuestions::isGift)) {
            return Optional.empty();
        }
        Gift gift = world.lastGift().get();
        return Optional.of(switch (random.nextInt(5)) {
            case 0 -> Story.of(statements, "what did " + gift.giver() + " give to " + gift.receiver() + " ?",
                    gift.thing());
            case 1 -> Story.of(statements, "who received the " + gift.thing() + " ?", gift.receiver());
            case 2 -> Story.of(statements, "who did " + gift.giver() + " give the " + gift.thing() + " to ?",
                    gift.receiver());
            case 3 -> Story.of(statements, "who gave the " + gift.thing() + " ?", gift.giver());
            default -> Story.of(statements, "who gave the " + gift.thing() + " to " + gift.receiver() + " ?",
                    gift.giver());
        });
    }

    private static boolean isGift(String statement) {
        return World.GIVE.stream().anyMatch(verb -> statement.contains(" " + verb + " "));
    }

    /** Task 7: how many things a person carries who has or had some. */
    static Optional<Story> howMany(RandomGenerator random, World world, List<String> statements) {
        if (world.carriers().isEmpty()) {
            return Optional.empty();
        }
        String person = Story.any(random, world.carriers());
        return Optional.of(Story.of(statements, "how many objects is " + person + " carrying ?",
                NUMBERS.get(world.carried(person).size())));
    }

    /** Task 8: what a person carries who has or had things, in the order in which it was got, and a full stop. */
    static Optional<Story> whatIsCarried(RandomGenerator random, World world, List<String> statements) {
        if (world.carriers().isEmpty()) {
            return Optional.empty();
        }
        String person = Story.any(random, world.carriers());
        List<String> answer = new ArrayList<>(world.carried(person));
        if (answer.isEmpty()) {
            answer.add("nothing");
        }
        answer.add(".");
        return Optional.of(new Story(statements, "what is " + person + " carrying ?", answer));
    }

    private static List<String> without(List<String> places, String place) {
        return places.stream().filter(other -> !other.equals(place)).toList();
    }
}
