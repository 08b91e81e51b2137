package org.tornadormt.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder in which this project remembers what it can find out again: {@code tornadormt} in
 * {@code XDG_CACHE_HOME}, or in {@code LOCALAPPDATA} on Windows, or in {@code ~/.cache}. The launchers look there too.
 */
final class UserCache {

    private UserCache() {}

    /** The folder, which need not exist. */
    static Path folder(Map<String, String> environment) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String caches = environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
        String home = environment.getOrDefault(windows ? "USERPROFILE" : "HOME", System.getProperty("user.home"));
        return (caches.isEmpty() ? Path.of(home, ".cache") : Path.of(caches)).resolve("tornadormt");
    }
}
