package org.tornadormt.checkpoints.pytorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pickles by hand, sound ones and others. */
final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleBytes() {
        raw(0x80, 2);
    }

    /** Bytes as they are; a letter is an instruction. */
    PickleBytes raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return raw('X').int4(utf8.length).put(utf8);
    }

    PickleBytes whole(long number) {
        return raw(0x8a, Long.BYTES)
                .put(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    }

    PickleBytes int4(int number) {
        return put(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    }

    PickleBytes global(String module, String name) {
        return raw('c').put((module + "\n" + name + "\n").getBytes(UTF_8));
    }

    PickleBytes tuple(long... numbers) {
        raw('(');
        for (long number : numbers) {
            whole(number);
        }
        return raw('t');
    }

    PickleBytes storage(String type, String key, long elements) {
        return raw('(').text("storage").global("torch", type).text(key).text("cpu").whole(elements).raw('t', 'Q');
    }

    /** A tensor of float32 in storage 0 of {@code elements}. */
    PickleBytes tensor(long elements, long offset, long[] size, long[] stride) {
        return global("torch._utils", "_rebuild_tensor_v2").raw('(').storage("FloatStorage", "0", elements)
                .whole(offset).tuple(size).tuple(stride).raw(0x89).orderedDict().raw('t', 'R');
    }

    PickleBytes orderedDict() {
        return global("collections", "OrderedDict").raw(')', 'R');
    }

    byte[] end() {
        return raw('.').bytes.toByteArray();
    }

    private PickleBytes put(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }
}
