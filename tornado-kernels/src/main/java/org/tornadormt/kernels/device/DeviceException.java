package org.tornadormt.kernels.device;

/** A device is missing, was refused or failed. The message is one line for the user: what, where, what to do. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that has no cause beneath it. */
    public DeviceException(String message) {
        super(message);
    }

    /** A failure with its cause. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
