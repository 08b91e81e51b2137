package org.tornadormt.bench.engine.onnx;

/**
 * One application of an operator, a {@code NodeProto}. It gets its outputs when it enters an {@link OnnxGraph}, and enters
 * one graph only.
 */
final class OnnxNode {
    /** Domain of the operators of the ONNX standard. */
    static final String STANDARD = "";
    /** Domain of the operators that only ONNX Runtime has. */
    static final String ONNX_RUNTIME = "com.microsoft";

    private final ProtobufMessage message = new ProtobufMessage();

    private OnnxNode(String domain, String operator, String... inputs) {
        message.add(OnnxProto.NODE_OP_TYPE, operator).add(OnnxProto.NODE_DOMAIN, domain);
        for (String input : inputs) {
            message.add(OnnxProto.NODE_INPUT, input);
        }
    }

    /** An operator of the standard, see {@link #fused} for its inputs. */
    static OnnxNode standard(String operator, String... inputs) {
        return new OnnxNode(STANDARD, operator, inputs);
    }

    /**
     * An operator of ONNX Runtime.
     *
     * @param inputs names of values; an empty name leaves an optional input out
     */
    static OnnxNode fused(String operator, String... inputs) {
        return new OnnxNode(ONNX_RUNTIME, operator, inputs);
    }

    /** Sets an attribute that is an integer. */
    OnnxNode with(String name, long value) {
        return with(name, OnnxProto.ATTRIBUTE_TYPE_INT,
                new ProtobufMessage().add(OnnxProto.ATTRIBUTE_INT, value));
    }

    /** Sets an attribute that is a float. */
    OnnxNode with(String name, float value) {
        return with(name, OnnxProto.ATTRIBUTE_TYPE_FLOAT,
                new ProtobufMessage().add(OnnxProto.ATTRIBUTE_FLOAT, value));
    }

    /** Sets an attribute that is a text. */
    OnnxNode with(String name, String value) {
        return with(name, OnnxProto.ATTRIBUTE_TYPE_STRING,
                new ProtobufMessage().add(OnnxProto.ATTRIBUTE_STRING, value));
    }

    private OnnxNode with(String name, int type, ProtobufMessage attribute) {
        message.add(OnnxProto.NODE_ATTRIBUTE,
                attribute.add(OnnxProto.ATTRIBUTE_NAME, name).add(OnnxProto.ATTRIBUTE_TYPE, type));
        return this;
    }

    /**
     * The message, once it is known what the outputs are called.
     *
     * @param outputs names of values; an empty name leaves an optional output out
     */
    ProtobufMessage to(String... outputs) {
        for (String output : outputs) {
            message.add(OnnxProto.NODE_OUTPUT, output);
        }
        return message;
    }
}
