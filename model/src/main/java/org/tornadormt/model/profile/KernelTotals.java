package org.tornadormt.model.profile;

/**
 * Measured launches of an operation in one form, added up.
 *
 * @param operation as the program names it
 * @param form what ran, as {@link org.tornadormt.kernels.device.StageRun.KernelTime#form}
 */
public record KernelTotals(String operation, String form, long launches, long nanoseconds) {

    /** These and one launch more. */
    KernelTotals plus(long time) {
        return new KernelTotals(operation, form, launches + 1, nanoseconds + time);
    }
}
