package org.tornadormt.model.task.babi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.math3.random.RandomGenerator;
import org.tornadormt.model.task.Grammar;

/**
 * People who walk about and carry things. Where each begins is not told: a reader knows a place only after someone went
 * there. Whatever is true here and asked for follows from the statements alone.
 */
final class World {
    static final List<String> PLACES = Grammar.standard().places();
    static final List<String> WALK = Grammar.standard().actions();
    static final List<String> PEOPLE = List.of("john", "mary", "sandra", "daniel");
    static final List<String> THINGS = List.of("apple", "football", "milk");
    static final List<String> GET = List.of("got", "took", "grabbed", "picked up");
    static final List<String> DROP = List.of("dropped", "discarded", "left", "put down");
    static final List<String> GIVE = List.of("gave", "handed", "passed");

    private final Map<String, String> placeOf = new HashMap<>(Map.of("john", "kitchen", "mary", "bedroom", "sandra",
            "garden", "daniel", "hallway", "apple", "kitchen", "football", "garden", "milk", "kitchen"));
    private final Map<String, List<String>> carried = new HashMap<>();
    private final Map<String, List<String>> knownPlaces = new HashMap<>();
    private final Set<String> travellers = new LinkedHashSet<>();
    private final Set<String> carriers = new LinkedHashSet<>();
    private Optional<Gift> lastGift = Optional.empty();

    /** Something that was given. */
    record Gift(String giver, String thing, String receiver) {}

    /** What people do. */
    enum Action {
        /** To go to another place. */
        TELEPORT,
        /** To take a thing that nobody has. */
        GET,
        /** To leave a thing behind. */
        DROP,
        /** To hand a thing to somebody in the same place. */
        GIVE
    }

    World() {
        PEOPLE.forEach(person -> carried.put(person, new ArrayList<>()));
        PEOPLE.forEach(person -> knownPlaces.put(person, new ArrayList<>()));
        THINGS.forEach(thing -> knownPlaces.put(thing, new ArrayList<>()));
    }

    /**
     * Lets somebody do something that is possible; actions, people, things and places are drawn until it is.
     *
     * @param actions what may be done, {@link Action#TELEPORT} among it
     * @return it in words
     */
    String act(RandomGenerator random, List<Action> actions) {
        Optional<String> statement = Optional.empty();
        while (statement.isEmpty()) {
            String person = Story.any(random, PEOPLE);
            String thing = Story.any(random, THINGS);
            statement = switch (Story.any(random, actions)) {
                case TELEPORT -> teleport(random, person);
                case GET -> get(random, person, thing);
                case DROP -> drop(random, person, thing);
                case GIVE -> give(random, person, thing);
            };
        }
        return statement.get();
    }

    private Optional<String> teleport(RandomGenerator random, String person) {
        String place = Story.any(random, PLACES);
        if (place.equals(placeOf.get(person))) {
            return Optional.empty();
        }
        placeOf.put(person, place);
        knownPlaces.get(person).add(place);
        carried.get(person).forEach(thing -> note(thing, person));
        travellers.add(person);
        return Optional.of(person + " " + Story.any(random, WALK) + " to the " + place + " .");
    }

    private Optional<String> get(RandomGenerator random, String person, String thing) {
        if (holder(thing).isPresent() || !placeOf.get(thing).equals(placeOf.get(person))) {
            return Optional.empty();
        }
        carried.get(person).add(thing);
        note(thing, person);
        carriers.add(person);
        return Optional.of(person + " " + Story.any(random, GET) + " the " + thing + " .");
    }

    private Optional<String> drop(RandomGenerator random, String person, String thing) {
        if (!carried.get(person).remove(thing)) {
            return Optional.empty();
        }
        placeOf.put(thing, placeOf.get(person));
        return Optional.of(person + " " + Story.any(random, DROP) + " the " + thing + " .");
    }

    private Optional<String> give(RandomGenerator random, String person, String thing) {
        String receiver = Story.any(random, PEOPLE);
        boolean together = placeOf.get(receiver).equals(placeOf.get(person)) && !receiver.equals(person);
        if (!together || !carried.get(person).remove(thing)) {
            return Optional.empty();
        }
        carried.get(receiver).add(thing);
        note(thing, receiver);
        carriers.add(receiver);
        lastGift = Optional.of(new Gift(person, thing, receiver));
        return Optional.of(person + " " + Story.any(random, GIVE) + " the " + thing + " to " + receiver + " .");
    }

    /** A thing is where the one is who has it, if that is known. */
    private void note(String thing, String person) {
        List<String> known = knownPlaces.get(thing);
        known(person).filter(place -> known.isEmpty() || !known.getLast().equals(place)).ifPresent(known::add);
    }

    private Optional<String> holder(String thing) {
        return PEOPLE.stream().filter(person -> carried.get(person).contains(thing)).findFirst();
    }

    /** Where a person or a thing is, if it was told. */
    Optional<String> known(String personOrThing) {
        List<String> known = knownPlaces.get(personOrThing);
        return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
    }

    /** All places where it was told that a thing has been, in their order. */
    List<String> knownPlaces(String thing) {
        return knownPlaces.get(thing);
    }

    /** What a person has, in the order in which it was got. */
    List<String> carried(String person) {
        return carried.get(person);
    }

    /** People who went somewhere. */
    List<String> travellers() {
        return List.copyOf(travellers);
    }

    /** People who have a thing, or had one. */
    List<String> carriers() {
        return List.copyOf(carriers);
    }

    /** The last thing that was given. */
    Optional<Gift> lastGift() {
        return lastGift;
    }
}
