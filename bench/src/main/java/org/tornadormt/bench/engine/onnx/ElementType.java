package org.tornadormt.bench.engine.onnx;

/** Type of the elements of a tensor, as {@code TensorProto.DataType} numbers them. */
enum ElementType {
    /** IEEE 754 binary32. */
    FLOAT(1),
    /** Signed, 64 bits. */
    INT64(7);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    /** Its number in a file. */
    int code() {
        return code;
    }
}
