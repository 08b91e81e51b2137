package org.tornadormt.kernels.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tornadormt.kernels.device.PlanMeter.Task;
import org.tornadormt.kernels.device.StageRun.KernelTime;
import org.tornadormt.kernels.program.DeviceForm;
import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.program.Stage;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid2D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A program as one TornadoVM execution plan: a task graph for each stage, and one in front that brings the shared
 * arrays to the device.
 *
 * <p>TornadoVM takes the arrays that a graph consumes from the graph that ran last, whatever name is given. So every
 * graph consumes and persists all shared arrays, used or not, and stages may run in any order. Arrays of one stage
 * alone belong to its graph.
 */
final class TornadoVmExecutable implements Executable {
    private static final String UPLOAD = StageRun.UPLOAD;

    private final Program program;
    private final DeviceInfo device;
    private final Map<String, Integer> graphNumbers = new HashMap<>();
    private final FormChoice forms;
    private final GridScheduler grids = new GridScheduler();
    private final Map<String, List<Task>> tasks = new HashMap<>();
    private final TornadoExecutionPlan plan;
    private final Optional<PlanMeter> meter;

    TornadoVmExecutable(Program program, TornadoDevice tornadoDevice, DeviceInfo device, FormChoice forms,
            RunListener listener) {
        this.program = program;
        this.device = device;
        this.forms = forms;
        List<ImmutableTaskGraph> graphs = new ArrayList<>();
        TornadoNativeArray[] shared = program.sharedArrays().toArray(TornadoNativeArray[]::new);
        if (shared.length > 0) {
            graphNumbers.put(UPLOAD, graphs.size());
            graphs.add(uploadGraph(shared));
        }
        for (Stage stage : program.stages()) {
            graphNumbers.put(stage.name(), graphs.size());
            graphs.add(stageGraph(stage, shared));
        }
        try {
            plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
            plan.withDevice(tornadoDevice);
            if (!grids.keySet().isEmpty()) {
                plan.withGridScheduler(grids);
            }
            meter = listener == RunListener.NONE ? Optional.empty() : Optional.of(new PlanMeter(plan, listener));
            if (shared.length > 0) {
                runGraph(UPLOAD);
            }
        } catch (RuntimeException e) {
            throw failed("could not prepare program " + program.name(), e);
        }
    }

    private ImmutableTaskGraph uploadGraph(TornadoNativeArray[] shared) {
        TaskGraph graph = new TaskGraph(UPLOAD).transferToDevice(DataTransferMode.FIRST_EXECUTION, (Object[]) shared);
        List<Task> touches = tasksOf(UPLOAD);
        for (int i = 0; i < shared.length; i++) {
            Touch.launch(shared[i]).addTo(graph, "touch" + i);
            touches.add(new Task("touch" + i, "touch", KernelTime.DEFINITION));
        }
        return graph.persistOnDevice((Object[]) shared).snapshot();
    }

    private ImmutableTaskGraph stageGraph(Stage stage, TornadoNativeArray[] shared) {
        TaskGraph graph = new TaskGraph(stage.name());
        if (shared.length > 0) {
            graph.consumeFromDevice(UPLOAD, (Object[]) shared);
        }
        List<TornadoNativeArray> outputs = new ArrayList<>();
        List<TornadoNativeArray> sharedList = List.of(shared);
        for (TornadoNativeArray array : Program.arraysOf(stage)) {
            if (program.isInput(array)) {
                graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, array);
            } else if (sharedList.stream().noneMatch(other -> other == array)) {
                graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, array);
            }
            if (program.isOutput(array)) {
                outputs.add(array);
            }
        }
        int number = 0;
        for (Launch launch : stage.launches()) {
            addTo(graph, stage, launch, number++);
        }
        for (TornadoNativeArray array : stage.fetched()) {
            addTo(graph, stage, Touch.launch(array), number++);
            outputs.add(array);
        }
        if (shared.length > 0) {
            graph.persistOnDevice((Object[]) shared);
        }
        if (!outputs.isEmpty()) {
            graph.transferToHost(DataTransferMode.EVERY_EXECUTION, outputs.toArray());
        }
        return graph.snapshot();
    }

    private void addTo(TaskGraph graph, Stage stage, Launch launch, int number) {
        Optional<DeviceForm> chosen = forms.of(launch);
        Launch kernel = chosen.map(DeviceForm::kernel).orElse(launch);
        String id = kernel.name() + number;
        kernel.addTo(graph, id);
        tasksOf(stage.name()).add(new Task(id, launch.name(),
                chosen.map(form -> form.kernel().name()).orElse(KernelTime.DEFINITION)));
        chosen.ifPresent(form -> {
            WorkerGrid2D workers = new WorkerGrid2D(form.grid().itemsX(), form.grid().itemsY());
            workers.setLocalWork(form.grid().groupX(), form.grid().groupY(), 1);
            grids.addWorkerGrid(stage.name() + "." + id, workers);
        });
    }

    private List<Task> tasksOf(String graph) {
        return tasks.computeIfAbsent(graph, _ -> new ArrayList<>());
    }

    private void runGraph(String name) {
        int number = graphNumbers.get(name);
        if (meter.isPresent()) {
            meter.get().run(name, number, tasksOf(name));
        } else {
            plan.withGraph(number).execute();
        }
    }

    @Override
    public void run(String stage, int times) {
        if (!graphNumbers.containsKey(stage)) {
            throw new IllegalArgumentException("program " + program.name() + " has no stage " + stage);
        }
        try {
            for (int i = 0; i < times; i++) {
                runGraph(stage);
            }
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // TornadoVM's compiler reports what it cannot translate as an Error.
            throw failed("failed in stage " + stage + " of program " + program.name(), e);
        }
    }

    private DeviceException failed(String what, Throwable cause) {
        return new DeviceException("device " + device.id() + " " + what + ": " + TornadoVmFailure.message(cause)
                + " (run with --device jvm to go on without it)", cause);
    }

    @Override
    public void close() {
        try {
            plan.close();
        } catch (TornadoExecutionPlanException e) {
            throw new DeviceException("device " + device.id() + " could not free program " + program.name(), e);
        }
    }
}
