package org.tornadormt.bench.compare;

import java.util.ArrayList;
import java.util.List;
import org.tornadormt.bench.engine.Engines;

/**
 * One entry of every round.
 *
 * @param engine name of the engine
 * @param work what it does
 */
record Contender(String engine, Work work) {
    /** This project doing what the others do; it also writes the numbers that all are checked against. */
    static final Contender OURS = new Contender(Engines.TORNADORMT, Work.SAME);

    /** This project's two entries, and one for each of {@code baselines}. */
    static List<Contender> all(List<String> baselines) {
        List<Contender> all = new ArrayList<>(List.of(OURS, new Contender(Engines.TORNADORMT, Work.USER)));
        baselines.forEach(engine -> all.add(new Contender(engine, Work.SAME)));
        return all;
    }
}
