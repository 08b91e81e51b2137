package org.tornadormt.checkpoints.hub;

import org.tornadormt.checkpoints.CheckpointException;

/** The secret that says who asks. It leaves this class in one header only, and never as text for a message. */
final class HubToken {
    private final String secret;
    private final String source;

    private HubToken(String secret, String source) {
        this.secret = secret;
        this.source = source;
    }

    /**
     * A token.
     *
     * @param source where it is from, for messages
     * @throws CheckpointException if it has characters that a header cannot have; it is not shown
     */
    static HubToken of(String secret, String source) {
        if (!secret.matches("[\\x21-\\x7E]+")) {
            throw new CheckpointException(source + ": this is not a token of the hub; copy it again from "
                    + "https://huggingface.co/settings/tokens");
        }
        return new HubToken(secret, source);
    }

    /** The value of the header {@code Authorization}. */
    String authorization() {
        return "Bearer " + secret;
    }

    /** Where the token is from: a variable or a file. */
    String source() {
        return source;
    }

    @Override
    public String toString() {
        return "token of " + source;
    }
}
