package org.tornadormt.checkpoints.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * A model of the hub at a revision. The rules for names are those of the hub, so a name never leads out of a folder.
 *
 * @param organisation whose model it is, a person or an organisation
 * @param name         its name there
 * @param revision     a branch, a tag, or a commit
 */
public record HubModel(String organisation, String name, String revision) {
    /** The branch that is meant if nobody names one. */
    public static final String MAIN = "main";

    private static final String PART = "[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?";
    private static final String REVISION_PART = "[A-Za-z0-9_](?:[A-Za-z0-9._+-]{0,198}[A-Za-z0-9_+-])?";
    private static final Pattern ID = Pattern.compile("(%s)/(%s)(?:@(.*))?".formatted(PART, PART));
    private static final Pattern REVISION = Pattern.compile("%s(?:/%s)*".formatted(REVISION_PART, REVISION_PART));
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /**
     * Checks the names.
     *
     * @throws CheckpointException if the hub has no such names
     */
    public HubModel {
        String id = organisation + "/" + name;
        if (!ID.matcher(id).matches() || id.contains("..") || id.contains("--") || name.endsWith(".git")) {
            throw notAName(id);
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new CheckpointException("\"%s\" is not a revision; give a branch, a tag or a commit of %s"
                    .formatted(revision, id));
        }
    }

    /**
     * @param text {@code ORG/NAME} or {@code ORG/NAME@REVISION}
     * @return the model; without a revision, that of the branch {@code main}
     * @throws CheckpointException if the text is of another form
     */
    public static HubModel parse(String text) {
        Matcher matcher = ID.matcher(text);
        if (!matcher.matches()) {
            throw notAName(text);
        }
        return new HubModel(matcher.group(1), matcher.group(2),
                Optional.ofNullable(matcher.group(3)).orElse(MAIN));
    }

    /**
     * @param text anything, for instance a path
     * @return the model, if the text has the form of its name
     */
    public static Optional<HubModel> ifNamed(String text) {
        try {
            return Optional.of(parse(text));
        } catch (CheckpointException _) {
            return Optional.empty();
        }
    }

    /** @return {@code ORG/NAME} */
    public String id() {
        return organisation + "/" + name;
    }

    /** @return the name with the revision, if that is not {@code main}: what {@link #parse} takes */
    @Override
    public String toString() {
        return revision.equals(MAIN) ? id() : id() + "@" + revision;
    }

    /** Whether the revision is a full commit, which never changes. */
    boolean isPinned() {
        return isCommit(revision);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private static CheckpointException notAName(String text) {
        return new CheckpointException("\"%s\" is not the name of a model of the hub; write ORG/NAME or "
                .formatted(text) + "ORG/NAME@REVISION, for instance openai-community/gpt2");
    }
}
