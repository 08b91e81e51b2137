package org.tornadormt.bench.engine.torchscript;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorSource;

/**
 * A GPT-2 with recurrent memory as a TorchScript file. The module's {@code forward} takes the token ids
 * {@code [batch, segmentSize]} of a segment and the memory {@code [batch, numMemTokens, hiddenSize]}, and returns the
 * logits {@code [batch, segmentSize, vocabularySize]} and the new memory.
 */
public final class TorchScriptModule {
    /** The folder in the archive; PyTorch takes any name. */
    private static final String ROOT = "rmt/";
    /** Of the operators' signatures; GELU has its approximation since 9. */
    private static final String OPERATOR_VERSION = "10\n";

    private final StoredZip archive;

    private TorchScriptModule(StoredZip archive) {
        this.archive = archive;
    }

    /**
     * The module of a checkpoint.
     *
     * @param weights must stay open while the module is in use
     * @param prefix of the transformer's tensors, which follow with GPT-2's names
     * @param layerNormEpsilon as in the checkpoint's configuration
     * @throws CheckpointException if a tensor is missing or not of type F32
     */
    public static TorchScriptModule of(TensorSource weights, String prefix, int numLayers, int numAttentionHeads,
            int numMemTokens, float layerNormEpsilon, LinearMaps maps) {
        ModuleObject object = new ModuleObject(weights, prefix, numLayers);
        int hiddenSize = Math.toIntExact(weights.tensor(prefix + "wte.weight").shape().getLast());
        ModuleCode code = new ModuleCode(numLayers, hiddenSize, numAttentionHeads, numMemTokens, layerNormEpsilon,
                maps);
        List<StoredZip.Entry> entries = new ArrayList<>();
        entries.add(entry("data.pkl", PickleWriter.bytes(object.pickle())));
        entries.add(entry("code/__torch__.py", utf8(code.text())));
        entries.add(entry("constants.pkl", PickleWriter.bytes(PickleValue.Tuple.of())));
        entries.add(entry("version", utf8(OPERATOR_VERSION)));
        List<Tensor> storages = object.storages();
        for (int number = 0; number < storages.size(); number++) {
            entries.add(new StoredZip.Entry(ROOT + "data/" + number, storages.get(number).data()));
        }
        return new TorchScriptModule(new StoredZip(entries));
    }

    /**
     * Writes the module, whole or not at all, unless the file holds this very module already.
     *
     * @throws CheckpointException if the file cannot be read or written
     */
    public void writeTo(Path file) {
        try {
            if (Files.exists(file) && archive.isIn(file)) {
                return;
            }
        } catch (IOException e) {
            throw CheckpointException.cannotRead(file, e);
        }
        AtomicFile.write(file, archive::writeTo);
    }

    private static StoredZip.Entry entry(String name, byte[] content) {
        return new StoredZip.Entry(ROOT + name, MemorySegment.ofArray(content));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
