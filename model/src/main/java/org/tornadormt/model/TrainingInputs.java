package org.tornadormt.model;

import java.util.OptionalInt;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.gradient.CrossEntropy;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.segment.SegmentLayout;

/** Writes the tables of a {@link TrainingProgram}: what the rows of a segment are, and which have a label. */
final class TrainingInputs {
    private final RmtModel model;
    private final SegmentLayout layout;
    private final TrainingProgram arrays;
    private final int sequences;
    private final int labels;
    private final int rowsPerSequence;

    TrainingInputs(RmtModel model, TrainingProgram arrays, int sequences, int labels) {
        this.model = model;
        this.arrays = arrays;
        this.sequences = sequences;
        this.labels = labels;
        layout = model.layout();
        rowsPerSequence = arrays.segment.rows.rowsPerSequence;
    }

    /** Segments of the sequences, null for one that sits out. */
    void place(int[][] segments) {
        arrays.segment.tableIn.clear();
        for (int b = 0; b < sequences; b++) {
            if (segments[b] != null) {
                model.requireInVocabulary(segments[b]);
                layout.place(arrays.segment.tableIn, b * rowsPerSequence, segments[b], true);
            }
        }
    }

    /** The rows of what was placed that are tokens, those of the layout among them; their vectors get a gradient. */
    void placeWords() {
        arrays.wordsIn.clear();
        OptionalInt padding = model.weights().embeddings().padding();
        for (int row = 0; row < sequences * rowsPerSequence; row++) {
            int id = arrays.segment.tableIn.values().get(row * RowTable.FIELDS + RowTable.SOURCE);
            if (id >= 0 && (padding.isEmpty() || id != padding.getAsInt())) {
                arrays.wordsIn.token(row, id, 0, 0, 1);
            }
        }
    }

    /**
     * Labels of the rows.
     *
     * @param targets of each sequence: of a language model one for each token, of a classifier one
     */
    void placeTargets(int[][] segments, int[][] targets) {
        arrays.labelledIn.clear();
        arrays.labelsIn.init(CrossEntropy.NO_LABEL);
        for (int b = 0; b < sequences; b++) {
            int slot = 0;
            for (int i = 0; segments[b] != null && i < targets[b].length; i++) {
                if (targets[b][i] != CrossEntropy.NO_LABEL) {
                    if (slot == labels) {
                        throw new ModelException("a segment has more than " + labels + " tokens with a target");
                    }
                    requireOutput(targets[b][i]);
                    int row = model.config().head() == Head.CLASSIFIER ? layout.classifierRow() : layout.tokenRow(i);
                    arrays.labelledIn.reads(b * labels + slot, arrays.segment.tableIn, b * rowsPerSequence + row);
                    arrays.labelsIn.set(b * labels + slot, targets[b][i]);
                    slot++;
                }
            }
        }
    }

    private void requireOutput(int label) {
        int outputs = model.config().numOutputs();
        if (label < 0 || label >= outputs) {
            throw new ModelException("label " + label + ", but " + model.folder() + " has " + outputs
                    + " outputs: 0 to " + (outputs - 1));
        }
    }

    /** The rows that write the memory, into one of the two tables of the program. */
    void placeWriters(RowTable writers, int[][] segments) {
        writers.clear();
        int numMemTokens = model.numMemTokens();
        for (int b = 0; b < sequences; b++) {
            for (int slot = 0; segments[b] != null && slot < numMemTokens; slot++) {
                int row = b * rowsPerSequence + layout.writeRow(slot, segments[b].length);
                writers.reads(b * numMemTokens + slot, arrays.segment.tableIn, row);
            }
        }
    }
}
