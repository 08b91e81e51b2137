package org.tornadormt.checkpoints.pytorch;

/** The functions and classes that a pickle may call. */
enum Constructor implements Global {
    /** The dictionary of a {@code state_dict}. */
    ORDERED_DICT("collections.OrderedDict"),
    /** A tensor, from a storage, an offset, a size and strides. */
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
    /** A trained tensor, which is the tensor that it is made of. */
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    /** A shape. */
    SIZE("torch.Size"),

    /** The mean of a metric, which trainers keep beside the tensors, is a number of NumPy; its value is not read. */
    NUMPY_SCALAR("numpy.core.multiarray.scalar"),
    /** The same since NumPy 2. */
    NUMPY_2_SCALAR("numpy._core.multiarray.scalar"),
    /** The type of such a number. */
    NUMPY_TYPE("numpy.dtype"),
    /** The bytes of such a number, which protocol 2 writes as a text. */
    ENCODED_BYTES("_codecs.encode");

    private final String pythonName;

    Constructor(String pythonName) {
        this.pythonName = pythonName;
    }

    @Override
    public String pythonName() {
        return pythonName;
    }
}
