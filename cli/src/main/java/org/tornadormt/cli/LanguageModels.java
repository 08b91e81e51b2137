package org.tornadormt.cli;

import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TransformerConfig.Head;

/** Commands that only a language model can do. */
final class LanguageModels {

    private LanguageModels() {}

    /**
     * Refuses other models.
     *
     * @throws InputException if the model predicts labels and not tokens
     */
    static void require(RmtModel model, String command) {
        if (model.config().head() != Head.LANGUAGE_MODEL) {
            throw new InputException(
                    model.folder() + " is a " + model.modelType() + " classifier, which predicts no tokens;"
                            + " rmt " + command + " needs a language model, rmt forward and rmt read take both");
        }
    }
}
