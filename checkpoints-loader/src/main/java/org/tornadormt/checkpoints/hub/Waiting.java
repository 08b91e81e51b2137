package org.tornadormt.checkpoints.hub;

import java.time.Duration;

/** How to let time pass; the tests let it pass at once. */
@FunctionalInterface
interface Waiting {

    /**
     * Waits.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;
}
