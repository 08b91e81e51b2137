package org.tornadormt.model.task.babi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Answers questions from the words of a text: it looks back for the last sentence that decides. */
final class StorySolver {
    private static final String WHO = "(john|mary|sandra|daniel)";
    private static final String WHERE = "(bathroom|hallway|garden|office|bedroom|kitchen)";
    private static final String WHAT = "(apple|football|milk)";
    private static final List<String> PLACES = List.of("bathroom", "hallway", "garden", "office", "bedroom", "kitchen");
    private static final Pattern STATEMENT = Pattern.compile(String.join("|",
            WHO + " (?:moved|went|went back|journeyed|travelled) to the " + WHERE + " \\.",
            WHO + " (?:got|took|grabbed|picked up) the " + WHAT + " \\.",
            WHO + " (?:dropped|discarded|left|put down) the " + WHAT + " \\.",
            WHO + " (?:gave|handed|passed) the " + WHAT + " to " + WHO + " \\.", WHO + " is in the " + WHERE + " \\.",
            WHO + " is (?:not|no longer) in the " + WHERE + " \\.",
            WHO + " is either in the " + WHERE + " or the " + WHERE + " \\."));

    private static final Pattern QUESTION = Pattern.compile(String.join("|", "where is (?:the )?\\w+ \\?",
            "where was the \\w+ before the \\w+ \\?", "is " + WHO + " in the " + WHERE + " \\?",
            "how many objects is \\w+ carrying \\?", "what is \\w+ carrying \\?", "what did \\w+ give to \\w+ \\?",
            "who received the \\w+ \\?", "who did \\w+ give the \\w+ to \\?", "who gave the \\w+ (?:to \\w+ )?\\?"));

    /** What was said, in order. */
    private enum Kind {
        GO,
        GET,
        DROP,
        GIVE,
        IN,
        NOT,
        EITHER
    }

    private record Event(Kind kind, String who, String what, String whom) {}

    private final List<Event> events = new ArrayList<>();
    private final String question;

    StorySolver(String text) {
        question = QUESTION.matcher(text).results().map(MatchResult::group).reduce((_, last) -> last).orElseThrow();
        STATEMENT.matcher(text).results().map(StorySolver::event).forEach(events::add);
    }

    private static Event event(MatchResult match) {
        int[] first = {1, 3, 5, 7, 10, 12, 14};
        int kind = IntStream.range(0, first.length).filter(k -> match.group(first[k]) != null).findFirst()
                .orElseThrow();
        boolean three = kind == Kind.GIVE.ordinal() || kind == Kind.EITHER.ordinal();
        return new Event(Kind.values()[kind], match.group(first[kind]), match.group(first[kind] + 1),
                three ? match.group(first[kind] + 2) : null);
    }

    /** How many statements a text, or a part of one, has. */
    static int statements(String text) {
        return (int) STATEMENT.matcher(text).results().count();
    }

    int statements() {
        return events.size();
    }

    /** What follows the question mark if all is well. */
    String answer() {
        String[] words = question.split(" ");
        int end = events.size();
        return switch (words[0]) {
            case "where" -> words[1].equals("was") ? before(words[3]) : place(words[2].equals("the")
                    ? words[3]
                    : words[2], end).orElseThrow();
            case "is" -> isThere(words[1], words[4]);
            case "how" -> List.of("none", "one", "two", "three").get(carried(words[4]).size());
            case "what" -> words[1].equals("is")
                    ? (carried(words[2]).isEmpty() ? "nothing" : String.join(" ", carried(words[2]))) + " ."
                    : gift().what();
            default -> words[1].equals("gave") ? gift().who() : gift().whom();
        };
    }

    private Event gift() {
        return events.stream().filter(event -> event.kind() == Kind.GIVE).reduce((_, last) -> last).orElseThrow();
    }

    /** Where someone or something was before event number {@code end}, as far as it was told. */
    private Optional<String> place(String sought, int end) {
        for (int e = end - 1; e >= 0; e--) {
            Event event = events.get(e);
            if (event.kind() == Kind.GO && event.who().equals(sought)) {
                return Optional.of(event.what());
            }
            if (event.kind() != Kind.GO && event.what().equals(sought)) {
                return place(event.kind() == Kind.GIVE ? event.whom() : event.who(),
                        event.kind() == Kind.DROP ? e : end);
            }
        }
        return Optional.empty();
    }

    private String before(String thing) {
        List<String> places = new ArrayList<>();
        for (int end = 1; end <= events.size(); end++) {
            place(thing, end).filter(place -> places.isEmpty() || !places.getLast().equals(place))
                    .ifPresent(places::add);
        }
        if (!question.contains("before the " + places.getLast() + " ?")) {
            throw new AssertionError(question + " asks for another place than " + places);
        }
        return places.get(places.size() - 2);
    }

    private List<String> carried(String person) {
        TreeMap<Integer, String> since = new TreeMap<>();
        for (String thing : Set.of("apple", "football", "milk")) {
            IntStream.range(0, events.size())
                    .filter(e -> events.get(e).kind() != Kind.GO && events.get(e).what().equals(thing))
                    .reduce((_, last) -> last).ifPresent(e -> {
                        Event event = events.get(e);
                        boolean has = event.kind() == Kind.GET && event.who().equals(person)
                                || event.kind() == Kind.GIVE && event.whom().equals(person);
                        if (has) {
                            since.put(e, thing);
                        }
                    });
        }
        return List.copyOf(since.values());
    }

    private String isThere(String person, String place) {
        Event last = events.stream().filter(event -> event.who().equals(person)).reduce((_, later) -> later)
                .orElseThrow();
        return switch (last.kind()) {
            case GO, IN -> last.what().equals(place) ? "yes" : "no";
            case EITHER -> Set.of(last.what(), last.whom()).contains(place) ? "maybe" : "no";
            case NOT -> {
                if (!last.what().equals(place) || !PLACES.contains(place)) {
                    throw new AssertionError(question + " cannot be answered after " + last);
                }
                yield "no";
            }
            default -> throw new AssertionError(last);
        };
    }
}
