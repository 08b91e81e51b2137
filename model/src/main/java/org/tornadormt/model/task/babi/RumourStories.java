package org.tornadormt.model.task.babi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Stories in which it is said where people went, where they are, and, task 9, where they are not, or, task 10, between
 * which two places it is not known. The question is whether someone is somewhere.
 *
 * @param unsure whether it is task 10
 */
record RumourStories(boolean unsure) implements StorySource {
    private static final int MOST = 10;
    private static final int LEAST = 2;

    @Override
    public Optional<Story> tell(RandomGenerator random, int room) {
        Map<String, List<String>> possible = new HashMap<>();
        List<String> statements = new ArrayList<>();
        int most = LEAST + random.nextInt(MOST - LEAST + 1);
        int tokens = 0;
        while (statements.size() < most) {
            String person = Story.any(random, World.PEOPLE);
            Map<String, List<String>> before = Map.copyOf(possible);
            String statement = statement(random, person, possible);
            tokens += Story.length(statement);
            if (tokens > room) {
                return statements.size() < LEAST ? Optional.empty() : Optional.of(ask(random, before, statements));
            }
            statements.add(statement);
        }
        return Optional.of(ask(random, possible, statements));
    }

    /** Says something about a person, and where they may be now. */
    private String statement(RandomGenerator random, String person, Map<String, List<String>> possible) {
        Optional<String> known = Optional.ofNullable(possible.get(person)).filter(list -> list.size() == 1)
                .map(List::getFirst);
        String place = Story.any(random, World.PLACES);
        return switch (random.nextInt(3)) {
            case 0 -> {
                possible.put(person, List.of(place));
                yield person + " " + Story.any(random, World.WALK) + " to the " + place + " .";
            }
            case 1 -> {
                possible.put(person, List.of(place));
                yield person + " is in the " + place + " .";
            }
            default -> unsure ? either(random, person, place, possible) : isNot(random, person, known.orElse(place),
                    known.isPresent(), possible);
        };
    }

    private static String either(RandomGenerator random, String person, String place,
            Map<String, List<String>> possible) {
        String other = Story.any(random, without(place));
        possible.put(person, List.of(place, other));
        return person + " is either in the " + place + " or the " + other + " .";
    }

    /** Someone who is known to be somewhere is said to be no longer there: of any other place it says nothing. */
    private static String isNot(RandomGenerator random, String person, String place, boolean wasThere,
            Map<String, List<String>> possible) {
        possible.put(person, without(place));
        return person + (wasThere && random.nextBoolean() ? " is no longer in the " : " is not in the ") + place + " .";
    }

    private static List<String> without(String place) {
        return World.PLACES.stream().filter(other -> !other.equals(place)).toList();
    }

    private Story ask(RandomGenerator random, Map<String, List<String>> possible, List<String> statements) {
        String person = Story.any(random, World.PEOPLE.stream().filter(possible::containsKey).toList());
        List<String> maybe = possible.get(person);
        List<String> outside = World.PLACES.stream().filter(place -> !maybe.contains(place)).toList();
        // Of one who is only known not to be somewhere, nothing else is known.
        boolean askInside = maybe.size() <= 2 && random.nextBoolean();
        String place = Story.any(random, askInside ? maybe : outside);
        String answer = !askInside ? "no" : maybe.size() == 1 ? "yes" : "maybe";
        return Story.of(statements, "is " + person + " in the " + place + " ?", answer);
    }
}
