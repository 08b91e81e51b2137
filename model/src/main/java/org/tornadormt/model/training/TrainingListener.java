package org.tornadormt.model.training;

import java.util.List;

/** Is told how a run goes. */
public interface TrainingListener {

    /** A step was taken. */
    void stepped(StepReport report);

    /** The model was measured after a step. */
    void measured(int step, int stage, List<TaskScore> scores, boolean best);

    /** Something happened that a person wants to know: one line. */
    void happened(int step, String what);
}
