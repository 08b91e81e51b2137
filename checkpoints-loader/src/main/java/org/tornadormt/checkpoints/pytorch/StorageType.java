package org.tornadormt.checkpoints.pytorch;

import org.tornadormt.checkpoints.tensors.TensorType;

/** The classes {@code torch.*Storage} by which a pickle says what the elements of a tensor are. */
enum StorageType implements Global {
    DOUBLE("Double", TensorType.F64),
    FLOAT("Float", TensorType.F32),
    HALF("Half", TensorType.F16),
    BFLOAT16("BFloat16", TensorType.BF16),
    LONG("Long", TensorType.I64),
    INT("Int", TensorType.I32),
    SHORT("Short", TensorType.I16),
    CHAR("Char", TensorType.I8),
    BYTE("Byte", TensorType.U8),
    BOOL("Bool", TensorType.BOOL);

    private final String pythonName;
    private final TensorType elements;

    StorageType(String name, TensorType elements) {
        this.pythonName = "torch." + name + "Storage";
        this.elements = elements;
    }

    @Override
    public String pythonName() {
        return pythonName;
    }

    /** The type of the elements. */
    TensorType elements() {
        return elements;
    }
}
