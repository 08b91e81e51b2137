package org.tornadormt.checkpoints.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Remembers what a download told, and how long it wanted to wait. */
final class RecordingListener implements DownloadListener {
    final List<String> notes = new ArrayList<>();
    final List<String> files = new ArrayList<>();
    final List<Long> advances = new ArrayList<>();
    final List<Duration> waits = new ArrayList<>();
    int ended;

    @Override
    public void started(String file, long size) {
        files.add(file);
    }

    @Override
    public void advanced(long done) {
        advances.add(done);
    }

    @Override
    public void ended() {
        ended++;
    }

    @Override
    public void note(String message) {
        notes.add(message);
    }

    /** Downloads with this listener, without waiting for real. */
    HubPull pull(Map<String, String> environment) {
        return new HubPull(HubEnvironment.of(environment), this, waits::add, Duration.ofSeconds(10));
    }
}
