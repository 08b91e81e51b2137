package org.tornadormt.model.task.babi;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.tornadormt.model.task.babi.World.Action;

/** The first ten tasks of bAbI. */
public enum StoryKind {
    /** One supporting fact. */
    QA1(14, "where is ?", new WorldStories(List.of(Action.TELEPORT), 10, WorldQuestions::whereIsPerson)),
    /** Two supporting facts. */
    QA2(14, "where is ? " + Words.GET + Words.DROP, new WorldStories(List.of(Action.TELEPORT, Action.GET, Action.DROP),
            20, WorldQuestions::whereIsThing)),
    /** Three supporting facts. */
    QA3(21, "where was before ? " + Words.GET + Words.DROP,
            new WorldStories(List.of(Action.TELEPORT, Action.GET, Action.DROP), 20, WorldQuestions::whereWasThing)),
    /** Relations of two arguments. */
    QA4(16, "what is of north south east west ?", new LineStories()),
    /** Relations of three arguments. */
    QA5(21, "what did give received who ? " + Words.GET + Words.GIVE,
            new WorldStories(List.of(Action.TELEPORT, Action.GET, Action.GIVE), 20, WorldQuestions::gift)),
    /** Yes and no. */
    QA6(14, "is in yes no ?", new WorldStories(List.of(Action.TELEPORT), 10, WorldQuestions::isPersonThere)),
    /** Counting. */
    QA7(7, "how many objects is carrying none one two three ? " + Words.GET + Words.DROP + Words.GIVE,
            new WorldStories(List.of(Action.values()), 20, WorldQuestions::howMany)),
    /** Lists. */
    QA8(7, "what is carrying nothing ? " + Words.GET + Words.DROP + Words.GIVE,
            new WorldStories(List.of(Action.values()), 20, WorldQuestions::whatIsCarried)),
    /** Simple negation. */
    QA9(16, "is in not no longer yes ?", new RumourStories(false)),
    /** Indefinite knowledge. */
    QA10(20, "is in either or maybe yes no ?", new RumourStories(true));

    private final int leastRoom;
    private final String ownWords;
    private final StorySource source;

    StoryKind(int leastRoom, String ownWords, StorySource source) {
        this.leastRoom = leastRoom;
        this.ownWords = ownWords;
        this.source = source;
    }

    /** Tokens that the statements of one of its stories need. */
    int leastRoom() {
        return leastRoom;
    }

    /** Tells its stories. */
    StorySource source() {
        return source;
    }

    /** Every word of its stories, and no other. */
    List<String> words() {
        Stream<String> people = this == QA4 ? Stream.empty() : World.PEOPLE.stream();
        Stream<String> walking = this == QA4
                ? Stream.empty()
                : World.WALK.stream().flatMap(action -> Arrays.stream(action.split(" ")));
        Stream<String> common = Stream.of("the", ".");
        Stream<String> to = this == QA4 ? Stream.empty() : Stream.of("to");
        return Stream.of(Arrays.stream(ownWords.trim().split(" ")), common, to, people, walking,
                World.PLACES.stream()).flatMap(words -> words).distinct().toList();
    }

    /** Words of what people do with things. */
    private static final class Words {
        private static final String GET = "apple football milk got took grabbed picked up ";
        private static final String DROP = "dropped discarded left put down ";
        private static final String GIVE = "gave handed passed ";
    }
}
