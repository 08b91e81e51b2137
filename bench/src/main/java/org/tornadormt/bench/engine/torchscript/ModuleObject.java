package org.tornadormt.bench.engine.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadormt.bench.engine.torchscript.PickleValue.Bool;
import org.tornadormt.bench.engine.torchscript.PickleValue.Call;
import org.tornadormt.bench.engine.torchscript.PickleValue.Dict;
import org.tornadormt.bench.engine.torchscript.PickleValue.Global;
import org.tornadormt.bench.engine.torchscript.PickleValue.Instance;
import org.tornadormt.bench.engine.torchscript.PickleValue.Int;
import org.tornadormt.bench.engine.torchscript.PickleValue.Persistent;
import org.tornadormt.bench.engine.torchscript.PickleValue.Text;
import org.tornadormt.bench.engine.torchscript.PickleValue.Tuple;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.checkpoints.tensors.TensorType;

/** The module as an object: its attributes, and the tensors whose elements the pickle refers to by number. */
final class ModuleObject {
    private final TensorSource weights;
    private final String prefix;
    private final List<Tensor> storages = new ArrayList<>();
    private final Instance root;

    /**
     * Collects a checkpoint's tensors.
     *
     * @param prefix of the transformer's tensors
     * @throws CheckpointException if a tensor is missing or not of type F32
     */
    ModuleObject(TensorSource weights, String prefix, int numLayers) {
        this.weights = weights;
        this.prefix = prefix;
        Map<String, PickleValue> attributes = attributes("", ModuleCode.OTHER_TENSORS, false);
        for (int layer = 0; layer < numLayers; layer++) {
            // GPT-2 stores the weights of its linear maps [in, out], PyTorch's linear wants [out, in].
            attributes.put(ModuleCode.block(layer),
                    module("Block", attributes("h." + layer + ".", ModuleCode.BLOCK_TENSORS, true)));
        }
        root = module("Rmt", attributes);
    }

    /** The module without the elements of its tensors. */
    PickleValue pickle() {
        return root;
    }

    /** Tensors in the order of the numbers by which the pickle knows them. */
    List<Tensor> storages() {
        return storages;
    }

    private Map<String, PickleValue> attributes(String place, List<String> names, boolean transposed) {
        Map<String, PickleValue> attributes = new LinkedHashMap<>();
        names.forEach(name -> attributes.put(ModuleCode.attribute(name),
                tensor(weights.tensor(prefix + place + name), transposed)));
        return attributes;
    }

    private static Instance module(String type, Map<String, PickleValue> attributes) {
        attributes.put("training", new Bool(false));
        return new Instance(new Global("__torch__", type), new Dict(attributes));
    }

    /** Transposing costs nothing: only the strides say so. */
    private Call tensor(Tensor tensor, boolean transposed) {
        if (tensor.type() != TensorType.F32) {
            throw new CheckpointException("%s: tensor %s is of type %s; TorchScript files are written of F32 only"
                    .formatted(tensor.source(), tensor.name(), tensor.type()));
        }
        Persistent storage = new Persistent(Tuple.of(new Text("storage"), new Global("torch", "FloatStorage"),
                new Text(Integer.toString(storages.size())), new Text("cpu"), new Int(tensor.elementCount())));
        storages.add(tensor);
        Tuple size = Tuple.of(tensor.shape());
        Tuple stride = Tuple.of(List.of(1L));
        if (tensor.shape().size() == 2) {
            stride = Tuple.of(List.of(tensor.shape().getLast(), 1L));
            if (transposed) {
                size = size.reversed();
                stride = stride.reversed();
            }
        }
        Call noHooks = new Call(new Global("collections", "OrderedDict"), Tuple.of());
        return new Call(new Global("torch._utils", "_rebuild_tensor_v2"),
                Tuple.of(storage, new Int(0), size, stride, new Bool(false), noHooks));
    }
}
