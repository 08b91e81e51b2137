package org.tornadormt.checkpoints.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of a GGUF file of a Llama of one layer, written from the description of the format. */
final class GgufBytes {
    private static final int U32 = 4;
    private static final int F32 = 6;
    private static final int TEXT = 8;
    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Map<String, int[]> tensors = new LinkedHashMap<>();

    GgufBytes() {
        set("general.architecture", "llama").set("llama.block_count", 1).set("llama.context_length", 16)
                .set("llama.embedding_length", 4).set("llama.feed_forward_length", 4)
                .set("llama.attention.head_count", 2).set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        tensor("token_embd.weight", 0, 4, 3).tensor("output_norm.weight", 0, 4);
        for (String name : new String[]{"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up",
            "ffn_down"}) {
            tensor("blk.0." + name + ".weight", 0, 4, 4);
        }
        tensor("blk.0.attn_norm.weight", 0, 4).tensor("blk.0.ffn_norm.weight", 0, 4);
    }

    /** A setting that is a whole number, a float or a text. */
    GgufBytes set(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    GgufBytes without(String key) {
        settings.remove(key);
        return this;
    }

    /** A tensor of zeros, of that type; the fastest dimension first, as the format has it. */
    GgufBytes tensor(String name, int type, int... dimensions) {
        int[] all = new int[dimensions.length + 1];
        all[0] = type;
        System.arraycopy(dimensions, 0, all, 1, dimensions.length);
        tensors.put(name, all);
        return this;
    }

    byte[] file() {
        bytes.reset();
        bytes.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        int32(3).int64(tensors.size()).int64(settings.size());
        settings.forEach((key, value) -> {
            text(key);
            switch (value) {
                case Integer number -> int32(U32).int32(number);
                case Float number -> int32(F32).int32(Float.floatToIntBits(number));
                default -> int32(TEXT).text(value.toString());
            }
        });
        int offset = 0;
        for (var tensor : tensors.entrySet()) {
            int[] shape = tensor.getValue();
            text(tensor.getKey()).int32(shape.length - 1);
            int elements = 1;
            for (int i = 1; i < shape.length; i++) {
                int64(shape[i]);
                elements *= shape[i];
            }
            int32(shape[0]).int64(offset);
            offset = Math.ceilDiv(offset + elements * Float.BYTES, ALIGNMENT) * ALIGNMENT;
        }
        int begin = Math.ceilDiv(bytes.size(), ALIGNMENT) * ALIGNMENT;
        bytes.writeBytes(new byte[begin - bytes.size() + offset]);
        return bytes.toByteArray();
    }

    private GgufBytes int32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        return this;
    }

    private GgufBytes int64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        return this;
    }

    private GgufBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int64(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }
}
