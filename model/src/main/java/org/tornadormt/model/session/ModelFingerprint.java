package org.tornadormt.model.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntFunction;
import org.tornadormt.model.RmtModel;

/**
 * Tells models apart, so that a memory is never read with another model than the one that wrote it.
 *
 * @param sha256 digest of the configuration, the initial memory and a sample of every weight array, in hexadecimal
 */
public record ModelFingerprint(String sha256) {
    /** Values that are taken from each array: enough to tell models apart, few enough to cost nothing. */
    private static final int SAMPLES = 4096;

    /** The fingerprint of a model. */
    public static ModelFingerprint of(RmtModel model) {
        MessageDigest digest = newDigest();
        digest.update(model.config().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(model.layout().toString().getBytes(StandardCharsets.UTF_8));
        float[] memory = model.initialMemory().vectors();
        update(digest, memory.length, i -> memory[i]);
        model.weights().matrices().forEach(matrix -> update(digest, matrix.size(), matrix::get));
        return new ModelFingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static void update(MessageDigest digest, int count, IntFunction<Float> values) {
        long step = Math.max(1, count / SAMPLES);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < count; i += step) {
            digest.update(bytes.putFloat(0, values.apply((int) i)).array());
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
