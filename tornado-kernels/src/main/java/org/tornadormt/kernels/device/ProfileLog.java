package org.tornadormt.kernels.device;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What TornadoVM's profiler wrote of one run of a task graph. Its text looks like JSON: an object named after the graph
 * with the graph's numbers, and in it one object for each task with those of the task.
 *
 * @param costs of the graph and its tasks
 * @param kernelNanoseconds the time of each task's kernel, by the task's full name {@code graph.task}
 */
record ProfileLog(DeviceCosts costs, Map<String, Long> kernelNanoseconds) {
    private static final Pattern OBJECT = Pattern.compile("\\s*\"(.+)\": \\{");
    private static final Pattern NUMBER = Pattern.compile("\\s*\"(\\w+)\": \"(\\d+)\",?\\s*");

    /** Reads the text of one run of the graph of that name. */
    static ProfileLog of(String graph, String text) {
        Map<String, Long> kernels = new HashMap<>();
        Map<String, Long> ofGraph = new HashMap<>();
        Map<String, Long> ofTasks = new HashMap<>();
        int compiled = 0;
        String object = graph;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            Matcher opens = OBJECT.matcher(line);
            if (opens.matches()) {
                object = opens.group(1);
                continue;
            }
            Matcher number = NUMBER.matcher(line);
            if (number.matches()) {
                String name = number.group(1);
                long value = Long.parseLong(number.group(2));
                (object.equals(graph) ? ofGraph : ofTasks).merge(name, value, Long::sum);
                if (name.equals("TASK_KERNEL_TIME")) {
                    kernels.put(object, value);
                }
                compiled += name.equals("TASK_COMPILE_GRAAL_TIME") ? 1 : 0;
            }
        }
        return new ProfileLog(new DeviceCosts(ofGraph.getOrDefault("TOTAL_COPY_IN_SIZE_BYTES", 0L),
                ofTasks.getOrDefault("TOTAL_COPY_IN_SIZE_BYTES", 0L),
                ofGraph.getOrDefault("TOTAL_COPY_OUT_SIZE_BYTES", 0L), compiled,
                ofTasks.getOrDefault("TASK_COMPILE_GRAAL_TIME", 0L),
                ofTasks.getOrDefault("TASK_COMPILE_DRIVER_TIME", 0L)), kernels);
    }
}
