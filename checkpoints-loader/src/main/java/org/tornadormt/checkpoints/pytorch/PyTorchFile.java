package org.tornadormt.checkpoints.pytorch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.InputFile;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * A file of {@code torch.save} ({@code pytorch_model.bin}, {@code .pth}, {@code .pt}) since PyTorch 1.6, memory-mapped:
 * the tensors of a {@code state_dict}, or of a trainer's dictionary that holds one. Nothing in it is executed: a file
 * that asks for anything but tensors and plain values is refused. The descriptions of all tensors are checked when the
 * file is opened; the elements are read from the disk only when they are used, in place where they lie row by row. The
 * file must not be cut while it is open.
 */
public final class PyTorchFile implements TensorSource {
    private final String description;
    private final Arena arena;
    private final Map<String, PickledTensor> tensors;
    private final TensorElements elements;

    private PyTorchFile(String description, Arena arena, Map<String, PickledTensor> tensors, TensorElements elements) {
        this.description = description;
        this.arena = arena;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.elements = elements;
    }

    /**
     * Maps the file, reads its pickle, and checks that every tensor lies within its storage.
     *
     * @param file a file of {@code torch.save}
     * @return the open file
     * @throws CheckpointException if it cannot be read, is damaged or in an older format, asks for anything but tensors
     *                             and plain values, or holds no tensors by name
     */
    public static PyTorchFile open(Path file) {
        // Shared, so that any thread may read the tensors and close the file.
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = InputFile.open(file)) {
            MemorySegment content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            PyTorchFile result = read(content, file.toString(), arena);
            opened = true;
            return result;
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static PyTorchFile read(MemorySegment content, String description, Arena arena) {
        var archive = new TorchArchive(content, description);
        Map<String, PickledTensor> tensors = StateDict.find(PickleReader.read(archive.pickle(), description),
                description);
        var elements = new TensorElements(archive, arena, description);
        tensors.forEach(elements::add);
        elements.requireCopiesWithin(content.byteSize());
        return new PyTorchFile(description, arena, tensors, elements);
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    /**
     * The tensor of that name. If its elements do not lie row by row (a transposed matrix, a column), they are copied
     * into that order, once, into memory that is freed when this file is closed.
     */
    @Override
    public Tensor tensor(String name) {
        PickledTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw missing(name);
        }
        return new Tensor(name, tensor.storage().elements(), tensor.size(), elements.rowByRow(tensor), description);
    }

    @Override
    public TensorDescription describe(String name) {
        PickledTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw missing(name);
        }
        return new TensorDescription(tensor.storage().elements(), tensor.size());
    }

    @Override
    public String description() {
        return description;
    }

    /** Unmaps the file; closing twice does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
