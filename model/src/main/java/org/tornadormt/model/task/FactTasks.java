package org.tornadormt.model.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;

/** Samples of the fact tasks over one grammar, in the token ids of one vocabulary. Immutable. */
public final class FactTasks {
    private final List<Fact> facts;
    private final List<Integer> answers;
    private final Filler filler;

    /**
     * @param grammar words and sentences
     * @param vocabulary id of a word, negative for a word that the vocabulary lacks
     * @param hardFiller whether filler also draws the sentences that share names and places with facts
     * @throws IllegalArgumentException if the vocabulary lacks a word of the grammar or has one id for two of them
     */
    public FactTasks(Grammar grammar, ToIntFunction<String> vocabulary, boolean hardFiller) {
        var wordIds = new WordIds(vocabulary);
        this.facts = List.copyOf(everyFact(grammar, wordIds));
        this.answers = grammar.places().stream().map(wordIds::id).toList();
        var templates = new ArrayList<>(grammar.easyFiller());
        if (hardFiller) {
            templates.addAll(grammar.hardFiller());
        }
        this.filler = new Filler(templates, grammar, wordIds);
    }

    private FactTasks(List<Fact> facts, List<Integer> answers, Filler filler) {
        this.facts = facts;
        this.answers = answers;
        this.filler = filler;
    }

    /** The same tasks with runs of arbitrary tokens in their filler. */
    public FactTasks withWildTokens(WildTokens wildTokens) {
        return new FactTasks(facts, answers, filler.with(wildTokens));
    }

    /** The same tasks with some of their facts only; answers are still told from all places. */
    public FactTasks withFacts(List<Fact> chosen) {
        if (chosen.isEmpty() || !facts.containsAll(chosen)) {
            throw new IllegalArgumentException("choose at least one of the task's own facts");
        }
        return new FactTasks(List.copyOf(chosen), answers, filler);
    }

    private static List<Fact> everyFact(Grammar grammar, WordIds wordIds) {
        var facts = new ArrayList<Fact>();
        for (String name : grammar.names()) {
            for (String action : grammar.actions()) {
                for (String place : grammar.places()) {
                    facts.add(new Fact(name, action, place, wordIds));
                }
            }
        }
        return facts;
    }

    /**
     * A sample of {@code segments * segmentSize} tokens. All facts are equally likely. The seed decides fact, position
     * and filler apart from each other: it gives the same fact whatever the task and the filler, and the same filler
     * whatever the task.
     *
     * @param seed of this sample alone: see {@link SampleSeed}
     * @throws IllegalArgumentException if there is no segment, if a segment is shorter than {@link #minSegmentSize}, or
     *             if the sample has more tokens than an {@code int} can count
     */
    public FactSample sample(FactTask task, int segments, int segmentSize, long seed) {
        return new FactSample(place(task, segments, segmentSize, seed), segments, segmentSize,
                noise(SampleSeed.of(seed, 1)));
    }

    /** The fact of {@link #sample} and its place, for a text that comes from elsewhere. */
    PlacedFact place(FactTask task, int segments, int segmentSize, long seed) {
        if (segments < 1) {
            throw new IllegalArgumentException("a sample of " + segments + " segments; ask for 1 or more");
        }
        if (segmentSize < minSegmentSize()) {
            throw new IllegalArgumentException("a segment of " + segmentSize
                    + " tokens cannot hold a fact and its question; use " + minSegmentSize() + " or more");
        }
        if ((long) segments * segmentSize > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a sample of " + segments + " segments of " + segmentSize
                    + " tokens; ask for at most " + Integer.MAX_VALUE / segmentSize + " segments of this size");
        }
        var random = new Well19937c(SampleSeed.of(seed, 0));
        var fact = facts.get(random.nextInt(facts.size()));
        return new PlacedFact(fact, task.factPosition(random, fact, segments, segmentSize));
    }

    /**
     * Filler without facts.
     *
     * @param seed of this stream alone: see {@link SampleSeed}
     */
    public NoiseStream noise(long seed) {
        return new NoiseStream(filler, seed);
    }

    /** Every fact: each name with each action and each place, in the grammar's order. */
    public List<Fact> facts() {
        return facts;
    }

    /** Ids of the places, which are the possible answers, in the grammar's order. */
    public List<Integer> answers() {
        return answers;
    }

    /** The share of right answers of one who guesses: 1/6 with six places. */
    public double chance() {
        return 1.0 / answers.size();
    }

    /** One more than the largest token id that occurs in facts, questions or filler. */
    public int vocabularySize() {
        IntStream ids = facts.stream().flatMapToInt(fact -> IntStream.concat(Arrays.stream(fact.tokens()),
                Arrays.stream(fact.questionTokens())));
        return Math.max(ids.max().orElseThrow() + 1, filler.vocabularySize());
    }

    /** The fewest tokens that hold the longest fact and its question. */
    public int minSegmentSize() {
        return facts.stream().mapToInt(fact -> fact.length() + fact.questionLength()).max().orElseThrow();
    }
}
