package org.tornadormt.checkpoints.hub;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The content of a file of the hub. What the hub calls its etag is a hash of the content, so it is the name in the
 * cache and the proof at once.
 *
 * @param etag 64 hexadecimal digits, the SHA-256 of the content, for large files; 40, the hash that git gives the
 *             content, for the others
 * @param size in bytes
 */
record Blob(String etag, long size) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** A blob, if this is a hash and a size; what cannot be proved is not downloaded. */
    static Optional<Blob> of(String etag, long size) {
        return HASH.matcher(etag).matches() && size >= 0 ? Optional.of(new Blob(etag, size)) : Optional.empty();
    }
}
