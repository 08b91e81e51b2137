package org.tornadormt.bench.engine.onnx;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * A graph of ONNX as it is built: inputs, outputs, constants and nodes, each with the name of the value that it makes.
 * Nodes are added in the order in which they run. Numbers of fields and types are those of {@code onnx.proto}.
 */
final class OnnxGraph {
    /** Domain of the operators of the ONNX standard. */
    static final String STANDARD = "";
    /** Domain of the operators that only ONNX Runtime has. */
    static final String MICROSOFT = "com.microsoft";

    /** A type of elements. */
    enum ElementType {
        FLOAT(1),
        INT32(6),
        INT64(7);

        private final int code;

        ElementType(int code) {
            this.code = code;
        }
    }

    private static final long VERSION_OF_FORMAT = 9;

    private final ProtobufMessage message = new ProtobufMessage();
    private int nodes;

    /** Declares an input; a size is a number, or a name for one that is known later. */
    void input(String name, ElementType type, Object... sizes) {
        message.add(11, valueInfo(name, type, sizes));
    }

    /** Declares an output, see {@link #input}. */
    void output(String name, ElementType type, Object... sizes) {
        message.add(12, valueInfo(name, type, sizes));
    }

    /** Adds a constant of that name. */
    String constant(String name, ElementType type, List<Long> shape, MemorySegment data) {
        ProtobufMessage tensor = new ProtobufMessage();
        shape.forEach(size -> tensor.add(1, size));
        message.add(5, tensor.add(2, type.code).add(8, name).add(9, data));
        return name;
    }

    /** Adds a node; attributes are floats, integers, texts or lists of integers. */
    void node(String domain, String operator, Map<String, ?> attributes, List<String> inputs, List<String> outputs) {
        ProtobufMessage node = new ProtobufMessage();
        inputs.forEach(input -> node.add(1, input));
        outputs.forEach(output -> node.add(2, output));
        node.add(3, operator + "_" + nodes++).add(4, operator).add(7, domain);
        attributes.forEach((name, value) -> node.add(5, attribute(name, value)));
        message.add(1, node);
    }

    /** The model that consists of this graph. */
    ProtobufMessage finish(String name, long opset) {
        return new ProtobufMessage().add(1, VERSION_OF_FORMAT).add(7, message.add(2, name))
                .add(8, new ProtobufMessage().add(1, STANDARD).add(2, opset))
                .add(8, new ProtobufMessage().add(1, MICROSOFT).add(2, 1L));
    }

    private static ProtobufMessage attribute(String name, Object value) {
        ProtobufMessage attribute = new ProtobufMessage().add(1, name);
        return switch (value) {
            case Float number -> attribute.add(2, number).add(20, 1);
            case Integer number -> attribute.add(3, (long) number).add(20, 2);
            case String text -> attribute.add(4, text).add(20, 3);
            case long[] numbers -> {
                for (long number : numbers) {
                    attribute.add(8, number);
                }
                yield attribute.add(20, 7);
            }
            default -> throw new IllegalArgumentException("attribute " + name + " has a type that ONNX has not");
        };
    }

    private static ProtobufMessage valueInfo(String name, ElementType type, Object... sizes) {
        ProtobufMessage shape = new ProtobufMessage();
        for (Object size : sizes) {
            shape.add(1, size instanceof String s ? new ProtobufMessage().add(2, s)
                    : new ProtobufMessage().add(1, (long) (int) (Integer) size));
        }
        ProtobufMessage tensor = new ProtobufMessage().add(1, type.code).add(2, shape);
        return new ProtobufMessage().add(1, name).add(2, new ProtobufMessage().add(1, tensor));
    }
}
