package org.tornadormt.checkpoints.folders;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;

/** Some tensors of a source under other names. Closing it leaves the source open. */
final class RenamedTensors implements TensorSource {
    private final TensorSource source;
    private final Map<String, String> storedNames;

    /**
     * @param source      where the tensors are
     * @param storedNames the name in the source of each name here
     */
    RenamedTensors(TensorSource source, Map<String, String> storedNames) {
        this.source = source;
        this.storedNames = Collections.unmodifiableMap(new TreeMap<>(storedNames));
    }

    /** The name here to the name in the source. */
    Map<String, String> storedNames() {
        return storedNames;
    }

    @Override
    public Set<String> names() {
        return storedNames.keySet();
    }

    @Override
    public Tensor tensor(String name) {
        Tensor tensor = source.tensor(storedName(name));
        return new Tensor(name, tensor.type(), tensor.shape(), tensor.data(), tensor.source());
    }

    @Override
    public TensorDescription describe(String name) {
        return source.describe(storedName(name));
    }

    private String storedName(String name) {
        String storedName = storedNames.get(name);
        if (storedName == null) {
            throw missing(name);
        }
        return storedName;
    }

    @Override
    public void release(String name) {
        if (storedNames.containsKey(name)) {
            source.release(storedNames.get(name));
        }
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public void close() {
        // Whoever opened the source closes it.
    }
}
