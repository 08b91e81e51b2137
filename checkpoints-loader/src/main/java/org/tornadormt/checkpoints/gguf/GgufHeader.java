package org.tornadormt.checkpoints.gguf;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in front of the data of a GGUF file, versions 2 and 3 (docs/gguf.md of ggml).
 *
 * @param metadata numbers, texts and truth values by key, whole numbers as {@link Long}; lists are left out, as only
 *            tokenizers have them
 * @param tensors the tensors by name
 */
record GgufHeader(Map<String, Object> metadata, Map<String, Entry> tensors) {
    private static final int MAGIC = 0x46554747;
    private static final int OLDEST = 2;
    private static final int NEWEST = 3;
    private static final String ALIGNMENT = "general.alignment";
    private static final long USUAL_ALIGNMENT = 32;
    private static final int MOST_DIMENSIONS = 4;
    private static final int LEAST_METADATA_BYTES = 13;
    private static final int LEAST_TENSOR_BYTES = 24;
    private static final int TEXT = 8;
    private static final int LIST = 9;
    /** Bytes of a value, by the number of its type; 0 for texts and lists. */
    private static final List<Integer> VALUE_BYTES = List.of(1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8);

    /**
     * One tensor.
     *
     * @param shape the slowest dimension first
     * @param begin first byte in the file
     * @param length bytes
     */
    record Entry(String name, GgufType type, List<Long> shape, long begin, long length) {}

    static GgufHeader read(MemorySegment file, String name) {
        return new Reader(new GgufInput(file, name), file.byteSize()).read();
    }

    private static final class Reader {
        private final GgufInput in;
        private final long fileBytes;
        private final Map<String, Object> metadata = new LinkedHashMap<>();
        private final Map<String, Entry> relative = new LinkedHashMap<>();

        private Reader(GgufInput in, long fileBytes) {
            this.in = in;
            this.fileBytes = fileBytes;
        }

        GgufHeader read() {
            if (in.int32() != MAGIC) {
                throw in.problem("does not begin with GGUF; it is a file of another kind");
            }
            int version = in.int32();
            if (version < OLDEST || version > NEWEST) {
                throw in.problem("has version %d of the format; versions 2 and 3, little-endian, are read here"
                        .formatted(version));
            }
            long tensorCount = in.count("tensors", LEAST_TENSOR_BYTES);
            long metadataCount = in.count("settings", LEAST_METADATA_BYTES);
            for (long i = 0; i < metadataCount; i++) {
                readSetting();
            }
            for (long i = 0; i < tensorCount; i++) {
                readTensor();
            }
            return new GgufHeader(metadata, placed());
        }

        private void readSetting() {
            String key = in.text();
            int type = in.int32();
            if (type == LIST) {
                skipList(key);
            } else if (metadata.put(key, value(key, type)) != null) {
                throw in.problem("has the setting %s twice".formatted(key));
            }
        }

        private Object value(String key, int type) {
            return switch (type) {
                case 0 -> (long) Byte.toUnsignedInt(in.int8());
                case 1 -> (long) in.int8();
                case 2 -> (long) Short.toUnsignedInt(in.int16());
                case 3 -> (long) in.int16();
                case 4 -> Integer.toUnsignedLong(in.int32());
                case 5 -> (long) in.int32();
                case 6 -> Float.intBitsToFloat(in.int32());
                case 7 -> in.int8() != 0;
                case TEXT -> in.text();
                case 10, 11 -> in.int64();
                case 12 -> Double.longBitsToDouble(in.int64());
                default -> throw in.problem("setting %s has a value of type %d, which GGUF does not have"
                        .formatted(key, type));
            };
        }

        /** Vocabularies: a list is not kept, and no list has lists in it. */
        private void skipList(String key) {
            int type = in.int32();
            if (type < 0 || type >= VALUE_BYTES.size() || type == LIST) {
                throw in.problem("setting %s is a list of values of type %d, which is not read here"
                        .formatted(key, type));
            }
            boolean texts = type == TEXT;
            long count = in.count("values of " + key, texts ? Long.BYTES : VALUE_BYTES.get(type));
            for (long i = 0; texts && i < count; i++) {
                in.skip(in.count("bytes of text", Byte.BYTES));
            }
            in.skip(texts ? 0 : count * VALUE_BYTES.get(type));
        }

        private void readTensor() {
            String name = in.text();
            int dimensions = in.int32();
            if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
                throw in.problem("tensor %s has %s dimensions, more than %d"
                        .formatted(name, Integer.toUnsignedString(dimensions), MOST_DIMENSIONS));
            }
            List<Long> shape = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                shape.addFirst(in.int64());
            }
            int number = in.int32();
            GgufType type = GgufType.of(number).orElseThrow(() -> in.problem(
                    "tensor %s is quantised as %s; %s are read here, so take another file of the model"
                            .formatted(name, GgufType.name(number), GgufType.readable())));
            Entry entry = new Entry(name, type, List.copyOf(shape), in.int64(), length(name, type, shape));
            if (relative.put(name, entry) != null) {
                throw in.problem("has the tensor %s twice".formatted(name));
            }
        }

        private long length(String name, GgufType type, List<Long> shape) {
            long row = shape.isEmpty() ? 1 : shape.getLast();
            try {
                long elements = shape.stream().reduce(1L, Math::multiplyExact);
                if (shape.stream().allMatch(size -> size >= 0) && row % type.blockElements() == 0) {
                    return Math.multiplyExact(elements / type.blockElements(), type.blockBytes());
                }
            } catch (ArithmeticException _) {
                // Reported below, with the other shapes that cannot be.
            }
            throw in.problem("tensor %s has shape %s, which no tensor of %s has".formatted(name, shape, type));
        }

        /** The tensors where they are in the file: the data begins at the next multiple of the alignment. */
        private Map<String, Entry> placed() {
            long alignment = metadata.getOrDefault(ALIGNMENT, USUAL_ALIGNMENT) instanceof Long number ? number : 0;
            if (alignment < 1 || alignment > 1 << 20) {
                throw in.problem("%s is %s; it must be a whole number from 1 to 1048576"
                        .formatted(ALIGNMENT, metadata.get(ALIGNMENT)));
            }
            long dataBegin = Math.ceilDiv(in.position(), alignment) * alignment;
            Map<String, Entry> placed = new LinkedHashMap<>();
            relative.forEach((name, entry) -> {
                long left = fileBytes - dataBegin - entry.length;
                if (entry.begin < 0 || entry.begin > left) {
                    throw in.problem("tensor %s ends behind the end of the file; was it cut off?".formatted(name));
                }
                placed.put(name, new Entry(name, entry.type, entry.shape, dataBegin + entry.begin, entry.length));
            });
            return placed;
        }
    }
}
