package org.tornadormt.kernels.program;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task10;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task11;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task12;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task13;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task14;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task15;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task2;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task3;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task6;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task7;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task8;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task9;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * One call of a kernel with its arguments, recorded once and run as often as wanted: by calling the method in Java, or
 * by handing the same method and arguments to TornadoVM.
 *
 * <p>A launch says which arrays it reads and which it writes; what has to be copied, and what may stay on the device,
 * follows from that.
 */
public final class Launch {
    private final String name;
    private final Runnable definition;
    private final BiConsumer<TaskGraph, String> task;
    private final List<Object> arguments;
    private List<TornadoNativeArray> reads = List.of();
    private List<TornadoNativeArray> writes = List.of();
    private Optional<RowForm> rowForm = Optional.empty();
    private List<DeviceForm> deviceForms = List.of();

    private Launch(String name, Runnable definition, BiConsumer<TaskGraph, String> task, List<Object> arguments) {
        this.name = name;
        this.definition = definition;
        this.task = task;
        this.arguments = arguments;
    }

    /** Declares the arrays whose content the kernel uses. */
    public Launch reads(TornadoNativeArray... arrays) {
        reads = List.of(arrays);
        return this;
    }

    /** Declares the arrays that the kernel changes. An array of which it changes only a part is read too. */
    public Launch writes(TornadoNativeArray... arrays) {
        writes = List.of(arrays);
        return this;
    }

    /**
     * Adds a faster form of the same operation for the JVM, which works on any range of rows.
     *
     * @param form computes the same as the definition; empty where this JVM has none
     */
    public Launch onJvm(Optional<RowForm> form) {
        rowForm = form;
        return this;
    }

    /**
     * Adds forms of the same operation for TornadoVM devices, the better first. Each uses the arrays of the definition
     * and computes the same.
     */
    public Launch onDevice(List<DeviceForm> forms) {
        deviceForms = List.copyOf(forms);
        return this;
    }

    /** Name of the kernel. */
    public String name() {
        return name;
    }

    /** Arrays whose content the kernel uses. */
    public List<TornadoNativeArray> reads() {
        return reads;
    }

    /** Arrays that the kernel changes. */
    public List<TornadoNativeArray> writes() {
        return writes;
    }

    /** The faster form for the JVM, if there is one. */
    public Optional<RowForm> rowForm() {
        return rowForm;
    }

    /** The forms for TornadoVM devices; where none of them suits, the definition is compiled. */
    public List<DeviceForm> deviceForms() {
        return deviceForms;
    }

    /** Runs the definition as plain Java, on the calling thread. */
    public void runDefinition() {
        definition.run();
    }

    /** Adds the kernel to a graph that TornadoVM compiles, under the name {@code id}. */
    public void addTo(TaskGraph graph, String id) {
        task.accept(graph, id);
    }

    /** The arguments of the kernel in their order. */
    public List<Object> arguments() {
        return arguments;
    }

    /** A launch of 2 arguments. */
    public static <A, B> Launch of(String name, Task2<A, B> kernel, A a, B b) {
        return new Launch(name, () -> kernel.apply(a, b), (graph, id) -> graph.task(id, kernel, a, b),
                List.of(a, b));
    }

    /** A launch of 3 arguments. */
    public static <A, B, C> Launch of(String name, Task3<A, B, C> kernel, A a, B b, C c) {
        return new Launch(name, () -> kernel.apply(a, b, c), (graph, id) -> graph.task(id, kernel, a, b, c),
                List.of(a, b, c));
    }

    /** A launch of 4 arguments. */
    public static <A, B, C, D> Launch of(String name, Task4<A, B, C, D> kernel, A a, B b, C c, D d) {
        return new Launch(name, () -> kernel.apply(a, b, c, d), (graph, id) -> graph.task(id, kernel, a, b, c, d),
                List.of(a, b, c, d));
    }

    /** A launch of 5 arguments. */
    public static <A, B, C, D, E> Launch of(String name, Task5<A, B, C, D, E> kernel, A a, B b, C c, D d, E e) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e), (graph, id) -> graph.task(id, kernel, a, b, c, d, e),
                List.of(a, b, c, d, e));
    }

    /** A launch of 6 arguments. */
    public static <A, B, C, D, E, F> Launch of(String name, Task6<A, B, C, D, E, F> kernel, A a, B b, C c, D d, E e,
            F f) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f),
                List.of(a, b, c, d, e, f));
    }

    /** A launch of 7 arguments. */
    public static <A, B, C, D, E, F, G> Launch of(String name, Task7<A, B, C, D, E, F, G> kernel, A a, B b, C c, D d,
            E e, F f, G g) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g),
                List.of(a, b, c, d, e, f, g));
    }

    /** A launch of 8 arguments. */
    public static <A, B, C, D, E, F, G, H> Launch of(String name, Task8<A, B, C, D, E, F, G, H> kernel, A a, B b, C c,
            D d, E e, F f, G g, H h) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h),
                List.of(a, b, c, d, e, f, g, h));
    }

    /** A launch of 9 arguments. */
    public static <A, B, C, D, E, F, G, H, I> Launch of(String name, Task9<A, B, C, D, E, F, G, H, I> kernel, A a, B b,
            C c, D d, E e, F f, G g, H h, I i) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i), List.of(a, b, c, d, e, f, g, h, i));
    }

    /** A launch of 10 arguments. */
    public static <A, B, C, D, E, F, G, H, I, J> Launch of(String name, Task10<A, B, C, D, E, F, G, H, I, J> kernel,
            A a, B b, C c, D d, E e, F f, G g, H h, I i, J j) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i, j),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i, j),
                List.of(a, b, c, d, e, f, g, h, i, j));
    }

    /** A launch of 11 arguments. */
    public static <A, B, C, D, E, F, G, H, I, J, K> Launch of(String name,
            Task11<A, B, C, D, E, F, G, H, I, J, K> kernel, A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i, j, k),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i, j, k),
                List.of(a, b, c, d, e, f, g, h, i, j, k));
    }

    /** A launch of 12 arguments. */
    public static <A, B, C, D, E, F, G, H, I, J, K, L> Launch of(String name,
            Task12<A, B, C, D, E, F, G, H, I, J, K, L> kernel, A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k,
            L l) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i, j, k, l),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i, j, k, l),
                List.of(a, b, c, d, e, f, g, h, i, j, k, l));
    }

    /** A launch of 13 arguments. */
    public static <A, B, C, D, E, F, G, H, I, J, K, L, M> Launch of(String name,
            Task13<A, B, C, D, E, F, G, H, I, J, K, L, M> kernel, A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k,
            L l, M m) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i, j, k, l, m),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i, j, k, l, m),
                List.of(a, b, c, d, e, f, g, h, i, j, k, l, m));
    }

    /** A launch of 14 arguments. */
    public static <A, B, C, D, E, F, G, H, I, J, K, L, M, N> Launch of(String name,
            Task14<A, B, C, D, E, F, G, H, I, J, K, L, M, N> kernel, A a, B b, C c, D d, E e, F f, G g, H h, I i, J j,
            K k, L l, M m, N n) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i, j, k, l, m, n),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i, j, k, l, m, n),
                List.of(a, b, c, d, e, f, g, h, i, j, k, l, m, n));
    }

    /** A launch of 15 arguments. */
    public static <A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> Launch of(String name,
            Task15<A, B, C, D, E, F, G, H, I, J, K, L, M, N, O> kernel, A a, B b, C c, D d, E e, F f, G g, H h, I i,
            J j, K k, L l, M m, N n, O o) {
        return new Launch(name, () -> kernel.apply(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o),
                (graph, id) -> graph.task(id, kernel, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o),
                List.of(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o));
    }
}
