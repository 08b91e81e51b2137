package org.tornadormt.model.task.reasoning;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Draws puzzles. Places, directions, the fact that is asked about and the order of the facts are uniform. Four things
 * make a puzzle hard, each with half of the difficulty as its probability: the first fact is said from the southern or
 * western end, so is the second, the question asks for the place from which the other is seen, and the question is put
 * from the southern or western end. So of the easiest puzzles all are said alike, and of the hardest all ways are equally
 * likely.
 *
 * @param places all places, at least three
 * @param difficulty from 0 for the easiest to 1
 * @param heldOut whether the puzzles are those that are kept from training, or all others
 */
public record PuzzleSource(List<String> places, double difficulty, boolean heldOut) {
    private static final int ON_A_LINE = 3;

    /** Checks the range. */
    public PuzzleSource {
        if (!(difficulty >= 0 && difficulty <= 1)) {
            throw new IllegalArgumentException("a difficulty of " + difficulty + "; ask for 0 to 1");
        }
    }

    /** Draws a puzzle. */
    public Puzzle draw(RandomGenerator random) {
        Puzzle puzzle = anyPuzzle(random);
        while (puzzle.isHeldOut() != heldOut) {
            puzzle = anyPuzzle(random);
        }
        return puzzle;
    }

    /** Draws another question about what a puzzle tells. */
    public Puzzle askAnew(RandomGenerator random, Puzzle puzzle) {
        Puzzle other = puzzle.asking(question(random, puzzle.first(), puzzle.second()));
        while (other.isHeldOut() != heldOut) {
            other = puzzle.asking(question(random, puzzle.first(), puzzle.second()));
        }
        return other;
    }

    /**
     * Draws another question about the first fact of a puzzle, for who has read that one alone.
     *
     * @param puzzle one whose own question is about its first fact too
     */
    public Puzzle askAboutFirst(RandomGenerator random, Puzzle puzzle) {
        Puzzle other = askAnew(random, puzzle);
        while (!other.asksAboutFirst()) {
            other = askAnew(random, puzzle);
        }
        return other;
    }

    private Puzzle anyPuzzle(RandomGenerator random) {
        String[] line = drawPlaces(random);
        Direction direction = random.nextBoolean() ? Direction.NORTH : Direction.EAST;
        Relation one = said(random, new Relation(line[0], direction, line[1]));
        Relation other = said(random, new Relation(line[1], direction, line[2]));
        boolean inOrder = random.nextBoolean();
        Relation first = inOrder ? one : other;
        Relation second = inOrder ? other : one;
        return new Puzzle(first, second, question(random, first, second));
    }

    private Question question(RandomGenerator random, Relation first, Relation second) {
        Relation about = (random.nextBoolean() ? first : second).northOrEast();
        return new Question(said(random, about), isHard(random));
    }

    private Relation said(RandomGenerator random, Relation relation) {
        return isHard(random) ? relation.fromOtherEnd() : relation;
    }

    private boolean isHard(RandomGenerator random) {
        return random.nextDouble() < difficulty / 2;
    }

    private String[] drawPlaces(RandomGenerator random) {
        String[] drawn = places.toArray(String[]::new);
        for (int i = 0; i < ON_A_LINE; i++) {
            int other = i + random.nextInt(drawn.length - i);
            String place = drawn[other];
            drawn[other] = drawn[i];
            drawn[i] = place;
        }
        return drawn;
    }
}
