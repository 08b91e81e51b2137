package org.tornadormt.checkpoints.hub;

/** Learns how far a download is. All calls come from the thread that downloads. */
public interface DownloadListener {

    /**
     * A file begins to come.
     *
     * @param file its name
     * @param size its size in bytes
     */
    void started(String file, long size);

    /**
     * More of the file is there.
     *
     * @param done how many bytes of it, with those of an earlier run; less than before if the server made it start over
     */
    void advanced(long done);

    /** No more comes of the file: it is there, or failed. */
    void ended();

    /**
     * Something that the user wants to know.
     *
     * @param message one line
     */
    void note(String message);
}
