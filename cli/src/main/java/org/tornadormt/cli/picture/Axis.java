package org.tornadormt.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * An axis of a chart.
 *
 * @param title what it shows
 * @param from smallest value
 * @param to largest value
 * @param logarithmic whether equal factors are equal distances
 * @param ticks values that are labelled
 * @param label text of a tick
 */
public record Axis(String title, double from, double to, boolean logarithmic, List<Double> ticks,
        DoubleFunction<String> label) {
    private static final int STEPS = 5;
    private static final int MOST_POWERS = 9;
    private static final double[] NICE = {1, 2, 2.5, 5, 10};

    /** Copies the ticks. */
    public Axis {
        ticks = List.copyOf(ticks);
    }

    /** From 0 to {@code to} or a little more, with about five ticks at round numbers. */
    public static Axis linear(String title, double to, DoubleFunction<String> label) {
        double rough = to / STEPS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double nice : NICE) {
            step = nice * power;
            if (step >= rough) {
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step < to + step; i++) {
            ticks.add(i * step);
        }
        return new Axis(title, 0, ticks.getLast(), false, ticks, label);
    }

    /** From the power of {@code base} at or below {@code from} to the one at or above {@code to}, powers as ticks. */
    public static Axis powers(String title, int base, double from, double to, DoubleFunction<String> label) {
        int first = (int) Math.floor(Math.log(from) / Math.log(base) + 1e-9);
        int last = Math.max(first + 1, (int) Math.ceil(Math.log(to) / Math.log(base) - 1e-9));
        int step = Math.ceilDiv(last - first, MOST_POWERS);
        List<Double> ticks = new ArrayList<>();
        for (int power = first; power <= last; power += step) {
            ticks.add(Math.pow(base, power));
        }
        return new Axis(title, Math.pow(base, first), Math.pow(base, last), true, ticks, label);
    }

    /** Where a value stands, 0 at the beginning of the axis and 1 at its end. */
    double share(double value) {
        return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }
}
