package org.tornadormt.cli;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The most Java heap that was in use after a garbage collection: what a run needs. What lies around before one says
 * only how lazy the collector may be.
 */
final class PeakHeap implements NotificationListener, AutoCloseable {
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private final AtomicLong peak = new AtomicLong();

    private PeakHeap() {}

    /** Starts to watch. */
    static PeakHeap watch() {
        PeakHeap watch = new PeakHeap();
        collectors().forEach(collector -> collector.addNotificationListener(watch, null, null));
        return watch;
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            Map<String, MemoryUsage> after = GarbageCollectionNotificationInfo
                    .from((CompositeData) notification.getUserData()).getGcInfo().getMemoryUsageAfterGc();
            long used = heapPools.stream().map(after::get).mapToLong(MemoryUsage::getUsed).sum();
            peak.accumulateAndGet(used, Math::max);
        }
    }

    /** Bytes so far; what is in use now if there was no collection yet. */
    long bytes() {
        long seen = peak.get();
        return seen > 0 ? seen : ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Stops watching. */
    @Override
    public void close() {
        collectors().forEach(this::remove);
    }

    private void remove(NotificationEmitter collector) {
        try {
            collector.removeNotificationListener(this);
        } catch (ListenerNotFoundException e) {
            throw new IllegalStateException("it was added when the watch began", e);
        }
    }

    private static Stream<NotificationEmitter> collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().map(NotificationEmitter.class::cast);
    }
}
