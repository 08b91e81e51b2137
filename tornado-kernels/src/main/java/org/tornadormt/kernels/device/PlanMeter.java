package org.tornadormt.kernels.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tornadormt.kernels.device.StageRun.KernelTime;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoProfilerResult;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;

/**
 * Runs the graphs of a plan with TornadoVM's profiler and tells a listener what it counted. The profiler keeps the text
 * of every run of a graph until the plan is closed and hands out all of it at once; so each graph is measured so many
 * times at most, and runs without the profiler from then on. Memory and time stay the same however long the text is.
 */
final class PlanMeter {
    private static final int MEASURED_RUNS = 500;

    private final TornadoExecutionPlan plan;
    private final RunListener listener;
    private final Map<String, Graph> graphs = new HashMap<>();

    PlanMeter(TornadoExecutionPlan plan, RunListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /** A task of a graph, and what the program calls it. */
    record Task(String id, String operation, String form) {}

    /** Runs a graph once. */
    void run(String name, int number, List<Task> tasks) {
        Graph graph = graphs.computeIfAbsent(name, _ -> new Graph());
        boolean measured = graph.runs < MEASURED_RUNS;
        if (measured) {
            plan.withProfiler(ProfilerMode.SILENT);
        } else {
            plan.withoutProfiler();
        }
        long start = System.nanoTime();
        TornadoProfilerResult result = plan.withGraph(number).execute().getProfilerResult();
        long nanoseconds = System.nanoTime() - start;
        boolean first = graph.runs++ == 0;
        if (!measured) {
            listener.ran(new StageRun(name, first, tasks.size(), nanoseconds, Optional.empty(), List.of()));
            return;
        }
        ProfileLog log = ProfileLog.of(name, graph.newPartOf(result.getProfileLog()));
        List<KernelTime> times = new ArrayList<>(tasks.size());
        for (Task task : tasks) {
            long time = log.kernelNanoseconds().getOrDefault(name + "." + task.id, 0L);
            times.add(new KernelTime(task.operation, task.form, time));
        }
        listener.ran(new StageRun(name, first, tasks.size(), nanoseconds, Optional.of(log.costs()), times));
    }

    private static final class Graph {
        private int runs;
        private int logRead;

        private String newPartOf(String log) {
            String part = log.substring(logRead);
            logRead = log.length();
            return part;
        }
    }
}
