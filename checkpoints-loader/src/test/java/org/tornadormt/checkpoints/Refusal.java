package org.tornadormt.checkpoints;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal has in common: the one exception, and a message of one line. */
public final class Refusal {
    private Refusal() {}

    /** The action must be refused with a one-line message that contains all of {@code parts}. */
    public static void assertRefused(ThrowingCallable action, String... parts) {
        assertThatThrownBy(action).isExactlyInstanceOf(CheckpointException.class)
                .message()
                .hasLineCount(1)
                .contains(parts);
    }
}
