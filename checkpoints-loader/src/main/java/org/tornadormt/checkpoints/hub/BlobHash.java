package org.tornadormt.checkpoints.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes that the hub uses: SHA-256 of the content, and SHA-1 as git takes it. */
enum BlobHash {
    SHA_256("SHA-256", 64),
    /** Of {@code "blob "}, the size in decimal digits, a zero byte, and the content. */
    GIT_SHA_1("SHA-1", 40);

    private static final int BUFFER_BYTES = 1 << 16;

    private final String algorithm;
    private final int digits;

    BlobHash(String algorithm, int digits) {
        this.algorithm = algorithm;
        this.digits = digits;
    }

    /** Which hash an etag is. */
    static BlobHash of(Blob blob) {
        return blob.etag().length() == SHA_256.digits ? SHA_256 : GIT_SHA_1;
    }

    /** The hash of a file, in hexadecimal digits. Reads what is on the disk, so that a bad disk is noticed too. */
    String hash(Path file) throws IOException {
        MessageDigest digest = digest();
        if (this == GIT_SHA_1) {
            digest.update("blob %d\0".formatted(Files.size(file)).getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return this == SHA_256 ? "SHA-256" : "git SHA-1";
    }
}
