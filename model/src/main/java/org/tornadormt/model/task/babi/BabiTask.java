package org.tornadormt.model.task.babi;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.NoiseStream;
import org.tornadormt.model.task.SampleSeed;
import org.tornadormt.model.task.SentenceIds;
import org.tornadormt.model.task.Task;
import org.tornadormt.model.task.TaskSegment;
import org.tornadormt.model.task.TaskText;

/**
 * A task of bAbI in a text of any length: the statements of a story stand in filler, in their order and none cut by the
 * border of a segment, and the end asks. The rules are those of bAbI's published generator, with the people, places and
 * wording of this project's grammar; a story has as many statements as fit, at most about as many as there.
 *
 * <p>An answer of several tokens follows the question, each of them to be predicted from those before it.
 */
public final class BabiTask implements Task {
    private static final int STORY = 0;
    private static final int FILLER = 1;
    private static final int PLACEMENT = 2;

    private final StoryKind kind;
    private final SentenceIds words;
    private final FactTasks filler;

    /**
     * A task.
     *
     * @param vocabulary id of a word, negative for a word that the vocabulary lacks
     * @param filler what stands around the statements
     * @throws IllegalArgumentException if the vocabulary lacks a word or has one id for two of them
     */
    public BabiTask(StoryKind kind, ToIntFunction<String> vocabulary, FactTasks filler) {
        this.kind = kind;
        this.words = SentenceIds.of(kind.words(), vocabulary);
        this.filler = filler;
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int vocabularySize() {
        return Math.max(words.vocabularySize(), filler.vocabularySize());
    }

    @Override
    public TaskText text(int segments, int segmentSize, long seed) {
        return TaskText.of(read(segments, segmentSize, seed));
    }

    @Override
    public Iterator<TaskSegment> read(int segments, int segmentSize, long seed) {
        requireRoom(segments, segmentSize);
        Story story = story(StoryPlacement.room(segments, segmentSize), random(seed, STORY));
        StoryPlacement placement = StoryPlacement.draw(random(seed, PLACEMENT),
                story.statements().stream().mapToInt(Story::length).toArray(), segments, segmentSize);
        NoiseStream noise = filler.noise(SampleSeed.of(seed, FILLER));
        return IntStream.range(0, segments).mapToObj(s -> {
            int[] tokens = new int[segmentSize];
            noise.fill(tokens, 0, segmentSize);
            for (int i = 0; i < story.statements().size(); i++) {
                int position = placement.positions().get(i);
                if (position / segmentSize == s) {
                    words.write(story.statements().get(i), tokens, position % segmentSize);
                }
            }
            return s < segments - 1 ? TaskSegment.silent(tokens) : asking(tokens, story);
        }).iterator();
    }

    private void requireRoom(int segments, int segmentSize) {
        int least = StoryPlacement.LONGEST_STATEMENT + StoryPlacement.LONGEST_END;
        if (segments < 1 || segmentSize < least || (long) segments * segmentSize > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(segments + " segments of " + segmentSize
                    + " tokens cannot hold the sentences of " + name() + "; ask for 1 or more of at least " + least
                    + ", and for at most " + Integer.MAX_VALUE + " tokens in all");
        }
        int missing = kind.leastRoom() - StoryPlacement.room(segments, segmentSize);
        if (missing > 0) {
            throw new IllegalArgumentException("a story of " + name() + " and its question need " + missing
                    + " tokens more than " + segments + " segments of " + segmentSize + "; ask for longer segments");
        }
    }

    private Story story(int room, RandomGenerator random) {
        Optional<Story> story = kind.source().tell(random, room);
        while (story.isEmpty()) {
            story = kind.source().tell(random, room);
        }
        return story.get();
    }

    private static RandomGenerator random(long seed, int use) {
        return new Well19937c(SampleSeed.of(seed, use));
    }

    private TaskSegment asking(int[] tokens, Story story) {
        int answered = story.answer().size() - 1;
        int question = tokens.length - answered - Story.length(story.question());
        words.write(story.question(), tokens, question);
        TaskSegment segment = TaskSegment.asking(tokens, words.id(story.answer().getLast()));
        for (int i = 0; i < answered; i++) {
            int id = words.id(story.answer().get(i));
            segment.targets()[tokens.length - 1 - answered + i] = id;
            tokens[tokens.length - answered + i] = id;
        }
        return segment;
    }
}
