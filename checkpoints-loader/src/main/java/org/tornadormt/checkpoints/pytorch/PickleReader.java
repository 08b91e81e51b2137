package org.tornadormt.checkpoints.pytorch;

import java.util.List;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Carries out the instructions of a pickle as far as they build containers, numbers, texts and descriptions of
 * tensors. A pickle is a program that may name any function of Python and call it; here it may name those of
 * {@link Global}, and the first other name ends the reading. There is no recursion, and no structure is walked through,
 * so that a pickle that contains itself does no harm.
 */
final class PickleReader {
    /**
     * A model of ten thousand tensors with the state of its optimizer needs 1.3 million. An instruction makes objects
     * of some tens of bytes at most, so this bounds what a pickle can make of a few bytes.
     */
    private static final int MOST_INSTRUCTIONS = 4_000_000;

    private static final int NEWEST_PROTOCOL = 5;

    private final PickleInput input;
    private final String file;
    private final PickleStack stack = new PickleStack(this::damaged);
    private final Reductions reductions;

    private PickleReader(PickleInput input, String file) {
        this.input = input;
        this.file = file;
        this.reductions = new Reductions(file, this::damaged);
    }

    /**
     * @param input the pickle
     * @param file  the file it is in, for messages
     * @return the value that it builds
     * @throws CheckpointException if it is damaged, or names anything that is not needed for tensors
     */
    static Object read(PickleInput input, String file) {
        return new PickleReader(input, file).read();
    }

    private Object read() {
        for (int i = 0; i < MOST_INSTRUCTIONS; i++) {
            int code = input.unsignedByte();
            Opcode opcode = Opcode.of(code).orElseThrow(() -> damaged(
                    "has instruction 0x%02x, which PyTorch does not write for tensors".formatted(code)));
            if (opcode == Opcode.STOP) {
                return result();
            }
            execute(opcode);
        }
        throw damaged("has more than %,d instructions, too many for a checkpoint".formatted(MOST_INSTRUCTIONS));
    }

    private Object result() {
        Object result = stack.pop();
        if (!stack.isEmpty() || !input.isAtEnd()) {
            throw damaged("goes on after its end");
        }
        return result;
    }

    private void execute(Opcode opcode) {
        switch (opcode) {
            case PROTO -> requireProtocol(input.unsignedByte());
            case FRAME -> input.unsignedLong();
            case NONE -> stack.push(Inert.NONE);
            case NEWTRUE -> stack.push(true);
            case NEWFALSE -> stack.push(false);
            case BININT1 -> stack.push((long) input.unsignedByte());
            case BININT2 -> stack.push((long) input.unsignedShort());
            case BININT -> stack.push((long) input.signedInt());
            case LONG1 -> stack.push(input.wholeNumber(input.unsignedByte()));
            case BINFLOAT -> stack.push(input.bigEndianDouble());
            case SHORT_BINUNICODE -> stack.push(input.utf8(input.unsignedByte()));
            case BINUNICODE -> stack.push(input.utf8(input.unsignedInt()));
            case BINUNICODE8 -> stack.push(input.utf8(input.unsignedLong()));
            case SHORT_BINBYTES -> pushBytes(input.unsignedByte());
            case BINBYTES -> pushBytes(input.unsignedInt());
            case BINBYTES8 -> pushBytes(input.unsignedLong());
            case MARK -> stack.mark();
            case EMPTY_TUPLE -> stack.push(new Tuple(List.of()));
            case TUPLE1 -> stack.push(new Tuple(stack.pop(1)));
            case TUPLE2 -> stack.push(new Tuple(stack.pop(2)));
            case TUPLE3 -> stack.push(new Tuple(stack.pop(3)));
            case TUPLE -> stack.push(new Tuple(stack.popToMark()));
            case EMPTY_LIST -> stack.push(Inert.LIST);
            case APPEND -> append(stack.pop(1));
            case APPENDS -> append(stack.popToMark());
            case EMPTY_DICT -> stack.push(new Dict());
            case SETITEM -> setItems(stack.pop(2));
            case SETITEMS -> setItems(stack.popToMark());
            case BINPUT -> stack.keep(input.unsignedByte());
            case LONG_BINPUT -> stack.keep(input.unsignedInt());
            case MEMOIZE -> stack.keepNext();
            case BINGET -> stack.fetch(input.unsignedByte());
            case LONG_BINGET -> stack.fetch(input.unsignedInt());
            case GLOBAL -> pushGlobal(input.line(), input.line());
            case STACK_GLOBAL -> pushStackGlobal();
            case REDUCE -> reduce();
            case BUILD -> build();
            case BINPERSID -> stack.push(reductions.storage(stack.pop(Tuple.class, "a tuple")));
            case STOP -> throw new IllegalStateException("The loop ends at STOP");
        }
    }

    private void requireProtocol(int protocol) {
        if (protocol > NEWEST_PROTOCOL) {
            throw damaged("is of protocol %d; up to %d are known".formatted(protocol, NEWEST_PROTOCOL));
        }
    }

    private void pushBytes(long length) {
        input.skip(length);
        stack.push(Inert.BYTES);
    }

    private void append(List<Object> items) {
        if (stack.top() != Inert.LIST) {
            throw damaged("adds %d items to something that is not a list".formatted(items.size()));
        }
    }

    private void setItems(List<Object> keysAndValues) {
        Dict dict = stack.top(Dict.class, "a dictionary");
        if (keysAndValues.size() % 2 != 0) {
            throw damaged("has a key without a value in a dictionary");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            dict.put(keysAndValues.get(i), keysAndValues.get(i + 1), this::damaged);
        }
    }

    private void pushStackGlobal() {
        String name = stack.pop(String.class, "a name");
        pushGlobal(stack.pop(String.class, "a name"), name);
    }

    private void pushGlobal(String module, String name) {
        String pythonName = module + "." + name;
        stack.push(Global.named(pythonName).orElseThrow(() -> refused(pythonName)));
    }

    private void reduce() {
        Tuple arguments = stack.pop(Tuple.class, "a tuple");
        stack.push(reductions.call(stack.pop(Global.class, "a function"), arguments));
    }

    /** The attributes of a dictionary, such as {@code _metadata} of a {@code state_dict}, and of NumPy's types. */
    private void build() {
        stack.pop();
        if (!(stack.top() instanceof Dict) && stack.top() != Inert.NUMPY) {
            throw damaged("gives attributes to something that has none");
        }
    }

    private CheckpointException refused(String pythonName) {
        if (pythonName.matches("torch\\.(.*\\._rebuild_\\w+|.*Storage)")) {
            return new CheckpointException("%s: has tensors that %s makes, of a kind that is not read here; %s"
                    .formatted(file, pythonName, "convert them in Python to dense ones of a usual type (.to(torch."
                            + "float32)) and save the state_dict again"));
        }
        return new CheckpointException(("%s: refuses to run %s, which the file asks for; only tensors and plain values "
                + "are read. If you trust the file, save its state_dict() alone in Python").formatted(file,
                        pythonName));
    }

    private CheckpointException damaged(String what) {
        return new CheckpointException("%s %s (before byte %d); the file is damaged or not from torch.save"
                .formatted(input.description(), what, input.position()));
    }
}
