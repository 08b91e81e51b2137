package org.tornadormt.model.task.reasoning;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.tornadormt.model.task.CarriedWindow;
import org.tornadormt.model.task.FactTasks;
import org.tornadormt.model.task.GradedTask;
import org.tornadormt.model.task.Grammar;
import org.tornadormt.model.task.Needle;
import org.tornadormt.model.task.Needle.PlacedSentence;
import org.tornadormt.model.task.NeedleTask;
import org.tornadormt.model.task.NoiseStream;
import org.tornadormt.model.task.SampleSeed;
import org.tornadormt.model.task.SentenceIds;
import org.tornadormt.model.task.TaskSegment;
import org.tornadormt.model.task.TaskText;

/**
 * The task <em>reasoning</em> (arXiv 2304.11062, section 4; task 4 of bAbI). Two facts stand somewhere in filler,
 * {@code the kitchen is north of the garden .} and {@code the office is south of the garden .}, and the end asks
 * {@code what is north of the garden ?} or {@code what is the garden north of ?} A fact is never cut by the border of a
 * segment; all segments are equally likely, and so are all offsets in one at which it fits.
 *
 * <p>One in 16 pairs of facts and question never occurs in training: a model is measured with these.
 */
public final class TwoFactTask implements NeedleTask, GradedTask {
    private static final List<String> OF_SENTENCES = List.of("the", "is", "of", "what", "?", ".");
    /** What the seed of a text is used for. */
    private static final int PUZZLE = 0;
    private static final int FILLER = 1;
    private static final int PLACEMENT = 2;
    private static final int LATER_FILLER = 3;
    private static final int LATER_QUESTIONS = 4;
    private static final int LATER_FACTS = 5;
    private static final int WAIT = 6;
    private static final int LONGEST_WAIT = 64;

    private final SentenceIds words;
    private final FactTasks filler;
    private final PuzzleSource puzzles;

    /**
     * The task at full difficulty, without the pairs that are kept from training.
     *
     * @param vocabulary id of a word, negative for a word that the vocabulary lacks
     * @param filler what stands around the facts
     * @throws IllegalArgumentException if the vocabulary lacks a word or has one id for two of them
     */
    public TwoFactTask(ToIntFunction<String> vocabulary, FactTasks filler) {
        this(SentenceIds.of(words(Grammar.standard().places()), vocabulary), filler,
                new PuzzleSource(Grammar.standard().places(), 1, false));
    }

    private TwoFactTask(SentenceIds words, FactTasks filler, PuzzleSource puzzles) {
        this.words = words;
        this.filler = filler;
        this.puzzles = puzzles;
    }

    private static List<String> words(List<String> places) {
        return Stream.of(OF_SENTENCES.stream(), Arrays.stream(Direction.values()).map(Direction::word), places.stream())
                .flatMap(Function.identity()).toList();
    }

    @Override
    public TwoFactTask at(double difficulty) {
        return new TwoFactTask(words, filler, new PuzzleSource(puzzles.places(), difficulty, puzzles.heldOut()));
    }

    @Override
    public TwoFactTask measured() {
        return new TwoFactTask(words, filler, new PuzzleSource(puzzles.places(), puzzles.difficulty(), true));
    }

    @Override
    public String name() {
        return "reasoning";
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
        Needle needle = needle(segments, segmentSize, seed);
        NoiseStream noise = noise(SampleSeed.of(seed, FILLER));
        return IntStream.range(0, segments).mapToObj(s -> {
            int[] tokens = new int[segmentSize];
            noise.fill(tokens, 0, segmentSize);
            needle.writeTo(tokens, s);
            if (s < segments - 1) {
                return TaskSegment.silent(tokens);
            }
            needle.writeQuestionAtEnd(tokens);
            return TaskSegment.asking(tokens, needle.answerToken());
        }).iterator();
    }

    @Override
    public Needle needle(int segments, int segmentSize, long seed) {
        requireRoom(segments, segmentSize);
        Puzzle puzzle = puzzles.draw(random(seed, PUZZLE));
        PuzzlePlacement placement = placement(segments, segmentSize, seed);
        String question = puzzle.question().text();
        String answer = puzzle.question().answer();
        return new Needle(
                List.of(placed(puzzle.first(), placement.first()), placed(puzzle.second(), placement.second())),
                question, words.tokens(question), answer, words.id(answer));
    }

    private PlacedSentence placed(Relation fact, FactPlace place) {
        return new PlacedSentence(fact.text(), words.tokens(fact.text()), place.segment(), place.offset());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Half of the texts tell both facts in their first window. The others tell one there and are asked about it until
     * the second follows, up to {@link #LONGEST_WAIT} windows later: in a long text the facts are far from each other.
     */
    @Override
    public CarriedWindow window(long seed, int window, boolean afterFiller, int segments, int segmentSize) {
        Puzzle puzzle = puzzles.draw(random(seed, PUZZLE));
        int wait = windowsBetweenFacts(puzzle, seed);
        if (window == 0 && wait == 0) {
            return new CarriedWindow(text(segments, segmentSize, seed),
                    placement(segments, segmentSize, seed).isBefore(segments - 1));
        }
        requireRoom(segments, segmentSize);
        List<int[]> read = filler(SampleSeed.of(SampleSeed.of(seed, LATER_FILLER), window), segments, segmentSize);
        boolean told = true;
        if (window == 0 || window == wait) {
            FactPlace place = FactPlace.draw(random(SampleSeed.of(seed, LATER_FACTS), window), segments, segmentSize);
            words.write((window == 0 ? puzzle.first() : puzzle.second()).text(), read.get(place.segment()),
                    place.offset());
            told = place.segment() < segments - 1;
        }
        RandomGenerator random = random(SampleSeed.of(seed, LATER_QUESTIONS), window);
        Question question = (window < wait ? puzzles.askAboutFirst(random, puzzle) : puzzles.askAnew(random, puzzle))
                .question();
        writeAtEnd(question, read.getLast());
        return new CarriedWindow(TaskText.asking(read, words.id(question.answer())), told);
    }

    /** 0 if both facts stand in the first window; short waits are as likely as ones twice as long. */
    private static int windowsBetweenFacts(Puzzle puzzle, long seed) {
        return puzzle.asksAboutFirst() ? (int) StrictMath.pow(LONGEST_WAIT, random(seed, WAIT).nextDouble()) : 0;
    }

    private static PuzzlePlacement placement(int segments, int segmentSize, long seed) {
        return PuzzlePlacement.draw(random(seed, PLACEMENT), segments, segmentSize);
    }

    private static void requireRoom(int segments, int segmentSize) {
        if (segments < 1) {
            throw new IllegalArgumentException("a text of " + segments + " segments; ask for 1 or more");
        }
        if (segmentSize < PuzzlePlacement.MIN_SEGMENT_SIZE) {
            throw new IllegalArgumentException("a segment of " + segmentSize
                    + " tokens cannot hold two facts and their question; use " + PuzzlePlacement.MIN_SEGMENT_SIZE
                    + " or more");
        }
    }

    private static RandomGenerator random(long seed, int use) {
        return new Well19937c(SampleSeed.of(seed, use));
    }

    @Override
    public NoiseStream noise(long seed) {
        return filler.noise(seed);
    }

    @Override
    public List<Integer> answers() {
        return puzzles.places().stream().map(words::id).toList();
    }

    private void writeAtEnd(Question question, int[] segment) {
        words.write(question.text(), segment, segment.length - FactPlace.QUESTION_LENGTH);
    }
}
