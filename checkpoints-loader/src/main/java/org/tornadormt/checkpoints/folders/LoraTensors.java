package org.tornadormt.checkpoints.folders;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorDescription;
import org.tornadormt.checkpoints.tensors.TensorSource;
import org.tornadormt.checkpoints.tensors.TensorType;

/**
 * The tensors of a checkpoint with LoRA adapters of peft, as the checkpoint without peft would have them: under the
 * names without {@code base_model.model.} and {@code base_layer.}, and with each adapter added to its weight whenever
 * that is read.
 */
final class LoraTensors implements TensorSource {
    private static final Pattern ADAPTER = Pattern.compile("(.+)\\.lora_([AB])(\\.default)?\\.weight");
    private static final Pattern WRAPPER = Pattern.compile("(^|\\.)base_model\\.model\\.");

    private final TensorSource source;
    private final LoraConfig config;
    /** The name in the source of each name here. */
    private final TreeMap<String, String> storedNames = new TreeMap<>();
    /** The names here of the weights that have an adapter. */
    private final TreeMap<String, LoraAdapter> adapters = new TreeMap<>();
    private final boolean someInByOut;

    private LoraTensors(TensorSource source, LoraConfig config) {
        this.source = source;
        this.config = config;
        for (String name : source.names()) {
            Matcher adapter = ADAPTER.matcher(name);
            if (adapter.matches()) {
                addAdapter(adapter);
                continue;
            }
            String other = storedNames.put(unwrapped(name), name);
            if (other != null) {
                throw new CheckpointException("%s: tensors %s and %s are the same weight; remove one"
                        .formatted(source.description(), other, name));
            }
        }
        someInByOut = adapters.values().stream()
                .anyMatch(adapter -> adapter.storage() == LoraAdapter.Storage.IN_BY_OUT);
        // Refused here, if at all, and not in the middle of reading weights.
        adapters.values().forEach(this::isInByOut);
    }

    /**
     * @param source the tensors of a checkpoint
     * @param folder where its {@code adapter_config.json} is
     * @return the tensors with the adapters merged, or {@code source} itself if it has none
     * @throws CheckpointException if the adapters are of a kind that is not supported, do not fit their weights, or
     *                             their configuration is missing or does not fit them
     */
    static TensorSource merged(TensorSource source, Path folder) {
        var first = source.names().stream().filter(name -> ADAPTER.matcher(name).matches()).sorted().findFirst();
        if (first.isEmpty()) {
            return source;
        }
        ForeignLayout.DORA.refuseIn(source.names(), source.description());
        ForeignLayout.LORA_EMBEDDING.refuseIn(source.names(), source.description());
        return new LoraTensors(source, LoraConfig.read(folder, first.get()));
    }

    private void addAdapter(Matcher name) {
        String module = name.group(1);
        String suffix = (name.group(3) == null ? "" : name.group(3)) + ".weight";
        Tensor a = source.tensor(module + ".lora_A" + suffix);
        Tensor b = source.tensor(module + ".lora_B" + suffix);
        String inBaseLayer = module + ".base_layer.weight";
        Tensor weight = source.tensor(source.contains(inBaseLayer) ? inBaseLayer : module + ".weight");
        var adapter = new LoraAdapter(weight, a, b);
        if (config.rank().isPresent() && config.rank().getAsInt() != adapter.rank()) {
            throw config.problem("r", "is %d, but tensor %s has rank %d; is it the configuration of these adapters?"
                    .formatted(config.rank().getAsInt(), a.name(), adapter.rank()));
        }
        adapters.put(unwrapped(weight.name()), adapter);
    }

    /** Shapes decide where they can; peft, too, goes by the kind of each layer rather than by its option. */
    private boolean isInByOut(LoraAdapter adapter) {
        return switch (adapter.storage()) {
            case OUT_BY_IN -> false;
            case IN_BY_OUT -> true;
            case EITHER -> {
                if (config.inByOut().isEmpty() || someInByOut && !config.inByOut().get()) {
                    throw config.problem("fan_in_fan_out", ("must say how the square tensor %s is stored; set it to %s")
                            .formatted(adapter.weight().name(), someInByOut
                                    ? "true, as other weights here are [in, out]"
                                    : "true for GPT-2, whose weights are [in, out], and to false for other models"));
                }
                yield config.inByOut().get();
            }
        };
    }

    private static String unwrapped(String name) {
        return WRAPPER.matcher(name).replaceFirst("$1").replace(".base_layer.", ".");
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(storedNames.keySet());
    }

    @Override
    public Tensor tensor(String name) {
        String storedName = storedName(name);
        LoraAdapter adapter = adapters.get(name);
        if (adapter != null) {
            return adapter.merged(name, config.scale(adapter.rank()), isInByOut(adapter));
        }
        Tensor tensor = source.tensor(storedName);
        return new Tensor(name, tensor.type(), tensor.shape(), tensor.data(), tensor.source());
    }

    @Override
    public TensorDescription describe(String name) {
        TensorDescription stored = source.describe(storedName(name));
        return adapters.containsKey(name) ? new TensorDescription(TensorType.F32, stored.shape()) : stored;
    }

    private String storedName(String name) {
        String storedName = storedNames.get(name);
        if (storedName == null) {
            throw missing(name);
        }
        return storedName;
    }

    /** A weight with an adapter stays, because it is merged each time that it is asked for. */
    @Override
    public void release(String name) {
        if (storedNames.containsKey(name) && !adapters.containsKey(name)) {
            source.release(storedNames.get(name));
        }
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public void close() {
        source.close();
    }
}
