package org.tornadormt.bench.engine.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes pickles of protocol 2 (PEP 307), the only one that TorchScript reads. A pickle is a program for a machine with
 * a stack; Python's {@code Lib/pickletools.py} documents its operation codes. There are no references to what came
 * earlier: an object that occurs twice is written twice.
 */
final class PickleWriter {
    private static final int PROTOCOL = 2;
    /** TorchScript takes a {@link #LONG1} of this length only. */
    private static final int LONG1_BYTES = Long.BYTES;

    private static final int PROTO = 0x80;
    private static final int STOP = '.';
    private static final int MARK = '(';
    private static final int NEWTRUE = 0x88;
    private static final int NEWFALSE = 0x89;
    private static final int BININT = 'J';
    private static final int LONG1 = 0x8a;
    private static final int BINUNICODE = 'X';
    private static final int TUPLE = 't';
    private static final int EMPTY_DICT = '}';
    private static final int SETITEMS = 'u';
    private static final int GLOBAL = 'c';
    private static final int EMPTY_TUPLE = ')';
    private static final int REDUCE = 'R';
    private static final int NEWOBJ = 0x81;
    private static final int BUILD = 'b';
    private static final int BINPERSID = 'Q';

    private final ByteArrayOutputStream program = new ByteArrayOutputStream();

    private PickleWriter() {}

    /** The pickle of a value. */
    static byte[] bytes(PickleValue value) {
        PickleWriter writer = new PickleWriter();
        writer.program.write(PROTO);
        writer.program.write(PROTOCOL);
        writer.write(value);
        writer.program.write(STOP);
        return writer.program.toByteArray();
    }

    private void write(PickleValue value) {
        switch (value) {
            case PickleValue.Bool(boolean flag) -> program.write(flag ? NEWTRUE : NEWFALSE);
            case PickleValue.Int(long number) -> writeInt(number);
            case PickleValue.Text(String text) -> writeText(text);
            case PickleValue.Tuple(var items) -> {
                program.write(MARK);
                items.forEach(this::write);
                program.write(TUPLE);
            }
            case PickleValue.Dict(var items) -> {
                program.write(EMPTY_DICT);
                program.write(MARK);
                items.forEach((key, item) -> {
                    writeText(key);
                    write(item);
                });
                program.write(SETITEMS);
            }
            case PickleValue.Global(String module, String name) -> {
                program.write(GLOBAL);
                program.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            }
            case PickleValue.Call(var function, var arguments) -> {
                write(function);
                write(arguments);
                program.write(REDUCE);
            }
            case PickleValue.Instance(var type, var attributes) -> {
                write(type);
                program.write(EMPTY_TUPLE);
                program.write(NEWOBJ);
                write(attributes);
                program.write(BUILD);
            }
            case PickleValue.Persistent(var key) -> {
                write(key);
                program.write(BINPERSID);
            }
        }
    }

    private void writeInt(long number) {
        if (number == (int) number) {
            program.write(BININT);
            program.writeBytes(littleEndian(Integer.BYTES).putInt((int) number).array());
        } else {
            program.write(LONG1);
            program.write(LONG1_BYTES);
            program.writeBytes(littleEndian(LONG1_BYTES).putLong(number).array());
        }
    }

    private void writeText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        program.write(BINUNICODE);
        program.writeBytes(littleEndian(Integer.BYTES).putInt(bytes.length).array());
        program.writeBytes(bytes);
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
