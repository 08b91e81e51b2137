package org.tornadormt.bench.engine.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs pickles on a stack, as the documentation of {@code pickletools} says: objects of Python become the values of
 * which they were written.
 */
final class PickleMachine {
    private static final Object MARK = new Object();
    private static final PickleValue.Tuple NO_ARGUMENTS = PickleValue.Tuple.of();

    private final ByteBuffer program;
    private final Deque<Object> stack = new ArrayDeque<>();

    private PickleMachine(byte[] program) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is on the stack when the program stops, which must be at its end. */
    static PickleValue load(byte[] program) {
        PickleMachine machine = new PickleMachine(program);
        while (machine.step()) {
            // Every step is a whole operation.
        }
        PickleValue result = machine.pop();
        if (!machine.stack.isEmpty() || machine.program.hasRemaining()) {
            throw new IllegalArgumentException("something is left over");
        }
        return result;
    }

    private boolean step() {
        int operation = program.get() & 0xff;
        switch (operation) {
            case 0x80 -> require(program.get() == 2);
            case '(' -> stack.push(MARK);
            case 0x88 -> stack.push(new PickleValue.Bool(true));
            case 0x89 -> stack.push(new PickleValue.Bool(false));
            case 'J' -> stack.push(new PickleValue.Int(program.getInt()));
            case 0x8a -> {
                require(program.get() == 8);
                stack.push(new PickleValue.Int(program.getLong()));
            }
            case 'X' -> stack.push(new PickleValue.Text(text(program.getInt())));
            case 't' -> stack.push(new PickleValue.Tuple(sinceMark()));
            case ')' -> stack.push(NO_ARGUMENTS);
            case '}' -> stack.push(new PickleValue.Dict(new LinkedHashMap<>()));
            case 'u' -> setItems();
            case 'c' -> stack.push(new PickleValue.Global(line(), line()));
            case 'R' -> {
                PickleValue.Tuple arguments = pop();
                stack.push(new PickleValue.Call(pop(), arguments));
            }
            case 0x81 -> {
                require(pop() == NO_ARGUMENTS);
                stack.push(new PickleValue.Instance(pop(), null));
            }
            case 'b' -> {
                PickleValue.Dict attributes = pop();
                PickleValue.Instance fresh = pop();
                stack.push(new PickleValue.Instance(fresh.type(), attributes));
            }
            case 'Q' -> stack.push(new PickleValue.Persistent(pop()));
            case '.' -> {
                return false;
            }
            default -> throw new IllegalArgumentException("operation " + operation);
        }
        return true;
    }

    private void setItems() {
        List<PickleValue> items = sinceMark();
        PickleValue.Dict dict = pop();
        Map<String, PickleValue> map = new LinkedHashMap<>(dict.items());
        for (int i = 0; i < items.size(); i += 2) {
            map.put(((PickleValue.Text) items.get(i)).value(), items.get(i + 1));
        }
        stack.push(new PickleValue.Dict(map));
    }

    private List<PickleValue> sinceMark() {
        List<PickleValue> items = new ArrayList<>();
        while (stack.peek() != MARK) {
            items.addFirst(pop());
        }
        stack.pop();
        return items;
    }

    @SuppressWarnings("unchecked")
    private <T extends PickleValue> T pop() {
        return (T) stack.pop();
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        program.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (char next = (char) program.get(); next != '\n'; next = (char) program.get()) {
            line.append(next);
        }
        return line.toString();
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not what protocol 2 or TorchScript takes");
        }
    }
}
