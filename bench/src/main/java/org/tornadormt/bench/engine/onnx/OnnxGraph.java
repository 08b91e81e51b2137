package org.tornadormt.bench.engine.onnx;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.tornadormt.checkpoints.tensors.Tensor;

/**
 * A graph as it is built, node after node in the order in which they run. Nodes know their values by name. The first
 * dimension of every input and output is the batch, which the file leaves open.
 */
final class OnnxGraph {
    private static final String NAME = "gpt2-with-memory";
    /** The format of ONNX 1.18, the release of {@link #OPSET}. */
    private static final long IR_VERSION = 11;
    /** The first that has {@code Attention}. */
    private static final long OPSET = 23;
    private static final long ONNX_RUNTIME_OPSET = 1;

    private final ProtobufMessage message = new ProtobufMessage().add(OnnxProto.GRAPH_NAME, NAME);
    private final Set<String> constants = new HashSet<>();
    private int values;

    /** Declares an input of shape {@code [batch, sizes…]}. */
    void input(String name, ElementType type, long... sizes) {
        message.add(OnnxProto.GRAPH_INPUT, valueInfo(name, type, sizes));
    }

    /** Declares an output of shape {@code [batch, sizes…]}. */
    void output(String name, ElementType type, long... sizes) {
        message.add(OnnxProto.GRAPH_OUTPUT, valueInfo(name, type, sizes));
    }

    /**
     * Adds a constant unless there is one of that name.
     *
     * @param elements not copied: they must be there when the model is written
     * @return the name
     */
    String constant(String name, ElementType type, Tensor elements) {
        if (constants.add(name)) {
            ProtobufMessage tensor = new ProtobufMessage();
            elements.shape().forEach(size -> tensor.add(OnnxProto.TENSOR_DIMS, size));
            message.add(OnnxProto.GRAPH_INITIALIZER, tensor.add(OnnxProto.TENSOR_DATA_TYPE, type.code())
                    .add(OnnxProto.TENSOR_NAME, name).add(OnnxProto.TENSOR_RAW_DATA, elements.data()));
        }
        return name;
    }

    /** A list of integers, as operators take positions and sizes. */
    String integers(long... numbers) {
        String name = "integers" + Arrays.toString(numbers);
        return constant(name, ElementType.INT64, Tensor.ofLongs(name, List.of((long) numbers.length), numbers));
    }

    /** Adds a node and returns the name of its one output. */
    String add(OnnxNode node) {
        return add(node, 1).getFirst();
    }

    /** Adds a node and returns the names of its outputs. */
    List<String> add(OnnxNode node, int outputs) {
        List<String> names = IntStream.range(0, outputs).mapToObj(_ -> newValue()).toList();
        add(node, names);
        return names;
    }

    /** Adds a node whose outputs have these names. */
    void add(OnnxNode node, List<String> outputs) {
        message.add(OnnxProto.GRAPH_NODE, node.to(outputs.toArray(String[]::new)));
    }

    /** A name that no other value has. */
    String newValue() {
        return "value" + values++;
    }

    /** The content of the file. */
    ProtobufMessage model() {
        return new ProtobufMessage().add(OnnxProto.MODEL_IR_VERSION, IR_VERSION).add(OnnxProto.MODEL_GRAPH, message)
                .add(OnnxProto.MODEL_OPSET_IMPORT, operators(OnnxNode.STANDARD, OPSET))
                .add(OnnxProto.MODEL_OPSET_IMPORT, operators(OnnxNode.ONNX_RUNTIME, ONNX_RUNTIME_OPSET));
    }

    private static ProtobufMessage operators(String domain, long version) {
        return new ProtobufMessage().add(OnnxProto.OPSET_DOMAIN, domain).add(OnnxProto.OPSET_VERSION, version);
    }

    private static ProtobufMessage valueInfo(String name, ElementType type, long... sizes) {
        ProtobufMessage shape = new ProtobufMessage().add(OnnxProto.SHAPE_DIMENSION,
                new ProtobufMessage().add(OnnxProto.DIMENSION_NAME, OnnxModel.BATCH));
        for (long size : sizes) {
            shape.add(OnnxProto.SHAPE_DIMENSION, new ProtobufMessage().add(OnnxProto.DIMENSION_VALUE, size));
        }
        ProtobufMessage tensor = new ProtobufMessage().add(OnnxProto.TENSOR_TYPE_ELEMENT, type.code())
                .add(OnnxProto.TENSOR_TYPE_SHAPE, shape);
        return new ProtobufMessage().add(OnnxProto.VALUE_INFO_NAME, name)
                .add(OnnxProto.VALUE_INFO_TYPE, new ProtobufMessage().add(OnnxProto.TYPE_TENSOR, tensor));
    }
}
