package org.tornadormt.checkpoints.tensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.JsonFile;

/**
 * The header of a safetensors file, checked: every entry is complete, its byte range fits its shape and type, and the
 * ranges tile the data exactly, without overlaps, gaps or bytes left over.
 *
 * @param entries  the tensors, in the order of their data
 * @param metadata the free texts of {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String DATA_OFFSETS = "data_offsets";

    private static final Set<String> FIELDS = Set.of(DTYPE, SHAPE, DATA_OFFSETS);

    /**
     * One tensor.
     *
     * @param begin the first byte, counted from the end of the header
     * @param end   the byte after the last
     */
    record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {}

    /**
     * @param json      the header's bytes
     * @param dataBytes how many bytes follow it in the file
     * @param file      the file, for messages
     * @throws CheckpointException if anything is not as the format says
     */
    static SafetensorsHeader parse(byte[] json, long dataBytes, String file) {
        ObjectNode header = JsonFile.parse(json, file + ": header");
        var metadata = new TreeMap<String, String>();
        var entries = new ArrayList<Entry>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue(), metadata, file);
            } else {
                entries.add(new EntryReader(file, field.getKey(), dataBytes).read(field.getValue()));
            }
        }
        // Empty tensors share their begin with the next one, so the end decides too.
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireTiling(entries, dataBytes, file);
        var byName = new LinkedHashMap<String, Entry>();
        entries.forEach(entry -> byName.put(entry.name, entry));
        return new SafetensorsHeader(Collections.unmodifiableMap(byName), Collections.unmodifiableMap(metadata));
    }

    private static void readMetadata(JsonNode node, Map<String, String> metadata, String file) {
        if (!node.isObject()) {
            throw new CheckpointException("%s: %s must be an object of texts, found %s"
                    .formatted(file, METADATA, JsonFile.shown(node)));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new CheckpointException("%s: %s: \"%s\" must be a text, found %s"
                        .formatted(file, METADATA, field.getKey(), JsonFile.shown(field.getValue())));
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
    }

    private static void requireTiling(List<Entry> sorted, long dataBytes, String file) {
        long end = 0;
        String before = "the header";
        for (Entry entry : sorted) {
            if (entry.begin != end) {
                throw new CheckpointException("%s: tensor %s begins at byte %d, but %s ends at %d: %s; file is damaged"
                        .formatted(file, entry.name, entry.begin, before, end,
                                entry.begin < end ? "they overlap" : "there is a gap"));
            }
            end = entry.end;
            before = entry.name;
        }
        if (end != dataBytes) {
            throw new CheckpointException("%s: %d bytes follow the last tensor; the file is damaged"
                    .formatted(file, dataBytes - end));
        }
    }

    /** Reads the entry of one tensor, with errors that name it. */
    private record EntryReader(String file, String name, long dataBytes) {
        Entry read(JsonNode node) {
            if (!node.isObject()) {
                throw problem("must be described by an object, found " + JsonFile.shown(node));
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!FIELDS.contains(field.getKey())) {
                    throw problem("has an unknown field \"%s\"".formatted(field.getKey()));
                }
            }
            TensorType type = type(required(node, DTYPE));
            List<Long> shape = naturals(required(node, SHAPE), SHAPE);
            List<Long> offsets = naturals(required(node, DATA_OFFSETS), DATA_OFFSETS);
            if (offsets.size() != 2 || offsets.getFirst() > offsets.getLast()) {
                throw problem("must have data_offsets [begin, end] with begin <= end, found " + offsets);
            }
            if (offsets.getLast() > dataBytes) {
                throw problem("ends at byte %d of the data, but the file has only %d; was it cut off?"
                        .formatted(offsets.getLast(), dataBytes));
            }
            var entry = new Entry(name, type, shape, offsets.getFirst(), offsets.getLast());
            requireFit(entry);
            return entry;
        }

        private JsonNode required(JsonNode node, String field) {
            JsonNode value = node.get(field);
            if (value == null) {
                throw problem("has no field \"%s\"".formatted(field));
            }
            return value;
        }

        private TensorType type(JsonNode node) {
            return TensorType.named(node.asText()).filter(_ -> node.isTextual()).orElseThrow(() -> problem(
                    "has type %s, which is not read here; convert it to one of %s".formatted(JsonFile.shown(node),
                            Stream.of(TensorType.values()).map(Enum::name).collect(Collectors.joining(", ")))));
        }

        private List<Long> naturals(JsonNode node, String field) {
            if (!node.isArray()) {
                throw problem("must have an array as %s, found %s".formatted(field, JsonFile.shown(node)));
            }
            var numbers = new ArrayList<Long>(node.size());
            for (JsonNode number : node) {
                if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                    throw problem("must have whole numbers from 0 to 2^63-1 in %s, found %s"
                            .formatted(field, JsonFile.shown(node)));
                }
                numbers.add(number.longValue());
            }
            return numbers;
        }

        private void requireFit(Entry entry) {
            long bytes;
            try {
                bytes = entry.shape.stream().reduce((long) entry.type.byteSize(), Math::multiplyExact);
            } catch (ArithmeticException e) {
                throw problem("has shape %s, which is more bytes than a file can hold".formatted(entry.shape));
            }
            if (bytes != entry.end - entry.begin) {
                throw problem("has shape %s of %s, which is %d bytes, but its data_offsets span %d"
                        .formatted(entry.shape, entry.type, bytes, entry.end - entry.begin));
            }
        }

        private CheckpointException problem(String what) {
            return new CheckpointException("%s: tensor %s %s".formatted(file, name, what));
        }
    }
}
