package org.tornadormt.cli;

import java.lang.management.ManagementFactory;

/** The Java heap that is really needed: what is in use after a full garbage collection. */
public final class HeapInUse {

    private HeapInUse() {}

    /** Collects garbage and counts the bytes that are left. */
    public static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
