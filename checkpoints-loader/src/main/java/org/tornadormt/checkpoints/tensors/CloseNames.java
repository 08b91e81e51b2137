package org.tornadormt.checkpoints.tensors;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that someone who wrote a wrong one may have meant. */
final class CloseNames {
    private static final int MOST = 3;

    /** Names beyond this length are not compared, so that a damaged file cannot make an error message slow. */
    private static final int LONGEST = 200;

    private CloseNames() {}

    /**
     * @param wanted the name that is not there
     * @param known  the names that are there
     * @return up to three known names that differ from the wanted one in at most a third of its letters, closest first
     */
    static List<String> of(String wanted, Collection<String> known) {
        record Candidate(String name, int distance) {}
        if (wanted.length() > LONGEST) {
            return List.of();
        }
        int farthest = Math.max(2, wanted.length() / 3);
        return known.stream()
                .filter(name -> name.length() <= LONGEST)
                .map(name -> new Candidate(name, editDistance(wanted, name)))
                .filter(candidate -> candidate.distance <= farthest)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** The Levenshtein distance: single-letter insertions, deletions and replacements that turn one into the other. */
    private static int editDistance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
