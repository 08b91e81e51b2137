package org.tornadormt.checkpoints.pytorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tornadormt.checkpoints.CheckpointException;

/** The stack of values of a pickle, the marks in it, and the values that were kept for later. */
final class PickleStack {
    private final Function<String, CheckpointException> problem;
    private final Deque<List<Object>> belowMarks = new ArrayDeque<>();
    private final Map<Long, Object> kept = new HashMap<>();
    private List<Object> values = new ArrayList<>();

    /** @param problem makes the error of a pickle that is not sound */
    PickleStack(Function<String, CheckpointException> problem) {
        this.problem = problem;
    }

    void push(Object value) {
        values.add(value);
    }

    /** Whether nothing is left, not even a mark. */
    boolean isEmpty() {
        return values.isEmpty() && belowMarks.isEmpty();
    }

    Object pop() {
        if (values.isEmpty()) {
            throw problem.apply("takes a value from an empty stack");
        }
        return values.removeLast();
    }

    Object top() {
        if (values.isEmpty()) {
            throw problem.apply("uses the top of an empty stack");
        }
        return values.getLast();
    }

    /** The top values, the deepest first, taken off. */
    List<Object> pop(int count) {
        var popped = new ArrayList<Object>(count);
        for (int i = 0; i < count; i++) {
            popped.addFirst(pop());
        }
        return popped;
    }

    /** The top value, which must be of this kind. */
    <T> T top(Class<T> kind, String what) {
        return cast(top(), kind, what);
    }

    /** The top value, which must be of this kind, taken off. */
    <T> T pop(Class<T> kind, String what) {
        return cast(pop(), kind, what);
    }

    void mark() {
        belowMarks.push(values);
        values = new ArrayList<>();
    }

    /** Everything above the last mark, the deepest first, taken off together with the mark. */
    List<Object> popToMark() {
        if (belowMarks.isEmpty()) {
            throw problem.apply("takes values up to a mark that is not there");
        }
        List<Object> popped = values;
        values = belowMarks.pop();
        return popped;
    }

    /** Keeps the top value. */
    void keep(long place) {
        kept.put(place, top());
    }

    /** Keeps the top value in the next place. */
    void keepNext() {
        keep(kept.size());
    }

    /** Pushes a value that was kept. */
    void fetch(long place) {
        Object value = kept.get(place);
        if (value == null) {
            throw problem.apply("fetches value %d, which it never kept".formatted(place));
        }
        push(value);
    }

    private <T> T cast(Object value, Class<T> kind, String what) {
        if (!kind.isInstance(value)) {
            throw problem.apply("has %s where %s is needed".formatted(value.getClass().getSimpleName(), what));
        }
        return kind.cast(value);
    }
}
