package org.tornadormt.checkpoints.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * What the hub says about a model at a revision.
 *
 * @param commit the commit that the revision stands for
 * @param files  the names of all files, with folders, and their contents where the answer tells them
 */
record RemoteModel(String commit, Map<String, Optional<Blob>> files) {

    /**
     * Reads the answer of {@code /api/models/ORG/NAME/revision/REVISION?blobs=true}.
     *
     * @throws CheckpointException if it is not sound, or names a file outside the folder of the model
     */
    static RemoteModel parse(HubModel model, ObjectNode answer) {
        String commit = answer.path("sha").asText();
        if (!HubModel.isCommit(commit)) {
            throw unsound(model, "it names no commit");
        }
        if (model.isPinned() && !commit.equals(model.revision())) {
            throw unsound(model, "it is about commit " + commit);
        }
        if (!answer.path("siblings").isArray()) {
            throw unsound(model, "it has no list of files");
        }
        var files = new TreeMap<String, Optional<Blob>>();
        for (JsonNode sibling : answer.path("siblings")) {
            files.put(checkedName(model, sibling.path("rfilename")), blob(sibling));
        }
        return new RemoteModel(commit, files);
    }

    /** The names of all files. */
    Set<String> names() {
        return files.keySet();
    }

    private static String checkedName(HubModel model, JsonNode name) {
        String text = name.asText();
        boolean inside = name.isTextual() && !text.matches("(?s).*[\\\\:\\p{Cntrl}].*");
        for (String part : text.split("/", -1)) {
            inside &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!inside) {
            throw unsound(model, "the file name %s leads out of the folder of the model".formatted(
                    JsonFile.shown(name)));
        }
        return text;
    }

    /** A large file is in LFS, and the blob of git is then only a pointer to it. */
    private static Optional<Blob> blob(JsonNode sibling) {
        JsonNode lfs = sibling.path("lfs");
        return lfs.isObject()
                ? Blob.of(lfs.path("sha256").asText(), lfs.path("size").asLong(-1))
                : Blob.of(sibling.path("blobId").asText(), sibling.path("size").asLong(-1));
    }

    private static CheckpointException unsound(HubModel model, String what) {
        return new CheckpointException("%s: the answer of the hub is not sound: %s; is HF_ENDPOINT right?"
                .formatted(model, what));
    }
}
