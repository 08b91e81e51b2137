package org.tornadormt.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What runs told: every step, and every event. */
record Told(List<StepReport> steps, List<String> events) implements TrainingListener {

    Told() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    List<Integer> stages() {
        return steps.stream().map(StepReport::stage).toList();
    }

    List<Integer> segments() {
        return steps.stream().map(StepReport::segments).toList();
    }

    List<Double> losses() {
        return steps.stream().map(StepReport::loss).toList();
    }

    List<Double> accuracies() {
        return steps.stream().map(StepReport::accuracy).toList();
    }

    List<Double> difficulties() {
        return steps.stream().map(StepReport::difficulty).toList();
    }

    @Override
    public void stepped(StepReport report) {
        steps.add(report);
    }

    @Override
    public void measured(int step, int stage, List<TaskScore> scores, boolean best) {
        assertThat(scores).hasSize(1);
    }

    @Override
    public void happened(int step, String what) {
        events.add(what);
    }
}
