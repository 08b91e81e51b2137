package org.tornadormt.model.task.reasoning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a text as a person would: puts the places on a map, one step from each other, and looks at the map for the answer.
 */
final class CompassSolver {
    private static final Set<String> PLACES = Set.of("bathroom", "hallway", "garden", "office", "bedroom", "kitchen");
    private static final Map<String, List<Integer>> STEPS = Map.of("north", List.of(0, 1), "south", List.of(0, -1),
            "east", List.of(1, 0), "west", List.of(-1, 0));
    private static final Pattern FACT = Pattern
            .compile("the (\\w+) is (north|south|east|west) of the (\\w+) \\.");
    private static final Pattern QUESTION = Pattern
            .compile("what is (?:(\\w+) of the (\\w+)|the (\\w+) (\\w+) of) \\?$");

    private CompassSolver() {}

    /** The facts about the six places, in words, in their order. */
    static List<String> facts(String text) {
        List<String> facts = new ArrayList<>();
        FACT.matcher(text).results().filter(fact -> PLACES.contains(fact.group(1)) && PLACES.contains(fact.group(3)))
                .map(MatchResult::group).forEach(facts::add);
        return facts;
    }

    /** The question at the end, in words. */
    static String question(String text) {
        return text.substring(text.lastIndexOf("what is"));
    }

    /** What the question is answered with if these facts are true. */
    static String answer(List<String> facts, String question) {
        Map<String, List<Integer>> map = map(facts);
        MatchResult asked = QUESTION.matcher(question).results().findFirst().orElseThrow();
        boolean subjectAsked = asked.group(1) != null;
        List<Integer> known = map.get(subjectAsked ? asked.group(2) : asked.group(3));
        List<Integer> step = STEPS.get(subjectAsked ? asked.group(1) : asked.group(4));
        List<Integer> wanted = subjectAsked ? plus(known, step, 1) : plus(known, step, -1);
        return map.entrySet().stream().filter(place -> place.getValue().equals(wanted)).map(Map.Entry::getKey)
                .findFirst().orElseThrow();
    }

    /** Every place that some fact speaks of; the first is at 0, 0. */
    private static Map<String, List<Integer>> map(List<String> facts) {
        Map<String, List<Integer>> map = new HashMap<>();
        for (int round = 0; round < facts.size(); round++) {
            for (String text : facts) {
                MatchResult fact = FACT.matcher(text).results().findFirst().orElseThrow();
                List<Integer> step = STEPS.get(fact.group(2));
                if (map.isEmpty()) {
                    map.put(fact.group(3), List.of(0, 0));
                }
                if (map.containsKey(fact.group(3))) {
                    map.put(fact.group(1), plus(map.get(fact.group(3)), step, 1));
                } else if (map.containsKey(fact.group(1))) {
                    map.put(fact.group(3), plus(map.get(fact.group(1)), step, -1));
                }
            }
        }
        return map;
    }

    private static List<Integer> plus(List<Integer> point, List<Integer> step, int times) {
        return List.of(point.get(0) + times * step.get(0), point.get(1) + times * step.get(1));
    }
}
