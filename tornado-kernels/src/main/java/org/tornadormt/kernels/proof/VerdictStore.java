package org.tornadormt.kernels.proof;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers verdicts. What it cannot find is found out again; so a store may forget, but must not confuse. */
public interface VerdictStore {

    /**
     * The verdict that was kept under exactly this key, by this version of this project.
     *
     * @param key names device, driver and SDK
     */
    Optional<Verdict> find(String key);

    /** Keeps a verdict in place of an older one. A store that cannot keep it goes on without. */
    void keep(String key, Verdict verdict);

    /** A store for this process alone. */
    static VerdictStore inMemory() {
        Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
        return new VerdictStore() {
            @Override
            public Optional<Verdict> find(String key) {
                return Optional.ofNullable(verdicts.get(key));
            }

            @Override
            public void keep(String key, Verdict verdict) {
                verdicts.put(key, verdict);
            }
        };
    }
}
