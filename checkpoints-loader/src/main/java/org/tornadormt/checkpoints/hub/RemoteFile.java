package org.tornadormt.checkpoints.hub;

/**
 * A file of a model at a commit.
 *
 * @param model  whose file it is
 * @param commit at which commit
 * @param name   its name in the folder of the model
 * @param blob   its content
 */
record RemoteFile(HubModel model, String commit, String name, Blob blob) {

    /** The file as messages name it. */
    @Override
    public String toString() {
        return name + " of " + model;
    }
}
