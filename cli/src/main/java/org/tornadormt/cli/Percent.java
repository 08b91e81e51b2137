package org.tornadormt.cli;

import java.util.Locale;
import org.tornadormt.model.task.AccuracyEstimate;

/** Shares as a person reads them. */
final class Percent {
    private Percent() {}

    /** A share of 0 … 1, to one digit. */
    static String of(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** Both ends of an interval. */
    static String interval(AccuracyEstimate estimate) {
        return of(estimate.ciLow()) + " – " + of(estimate.ciHigh());
    }
}
