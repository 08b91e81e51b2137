package org.tornadormt.bench.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.tornadormt.bench.engine.torchscript.LinearMaps;

/** All engines, by name. */
public final class Engines {
    /** This project's own. */
    public static final String TORNADORMT = "tornadormt";
    /** DJL with operations on arrays. */
    public static final String DJL_EAGER = "djl-eager";

    private static final Map<String, Baseline> BASELINES = baselines();

    private Engines() {}

    private static Map<String, Baseline> baselines() {
        Map<String, Baseline> baselines = new LinkedHashMap<>();
        baselines.put(DJL_EAGER, new Baseline("djl", DjlEagerEngine::open));
        baselines.put("djl-torchscript", torchScript(LinearMaps.ATEN));
        if (LinearMaps.ONEDNN.isOnThisProcessor()) {
            baselines.put("djl-onednn", torchScript(LinearMaps.ONEDNN));
        }
        baselines.put("onnxruntime", new Baseline("onnx", OnnxRuntimeEngine::open));
        return baselines;
    }

    private static Baseline torchScript(LinearMaps maps) {
        return new Baseline("djl",
                (checkpoint, batch, threads) -> DjlTorchScriptEngine.open(checkpoint, batch, threads, maps));
    }

    /** What {@link #named} takes: groups, then single engines. */
    public static List<String> choices() {
        List<String> choices = new ArrayList<>(BASELINES.values().stream().map(Baseline::group).distinct().toList());
        choices.addAll(BASELINES.keySet());
        choices.add(TORNADORMT);
        return choices;
    }

    /**
     * The engines of a group, or the one engine of that name.
     *
     * @throws EngineException if there is neither
     */
    public static List<String> named(String name) {
        List<String> names = name.equals(TORNADORMT) ? List.of(name)
                : BASELINES.entrySet().stream()
                        .filter(entry -> entry.getKey().equals(name) || entry.getValue().group().equals(name))
                        .map(Entry::getKey).toList();
        if (names.isEmpty()) {
            throw new EngineException("there is no engine " + name + "; choose from " + String.join(", ", choices()));
        }
        return names;
    }

    /**
     * Opens an engine.
     *
     * @param name of a single engine
     * @param batch texts side by side
     * @param threads that it may use
     * @param allLogits whether this project's own engine computes the logits of all tokens with every segment, or none;
     *            the others always compute them
     * @param device where this project's own engine runs; the others run on the CPU
     * @throws EngineException if it cannot be used here, or there is none of that name
     */
    public static Engine open(String name, BenchCheckpoint checkpoint, int batch, int threads, boolean allLogits,
            String device) {
        if (name.equals(TORNADORMT)) {
            return new TornadoRmtEngine(checkpoint, batch, threads, allLogits, device);
        }
        Baseline baseline = BASELINES.get(named(name).getFirst());
        return baseline.opener().open(checkpoint, batch, threads);
    }

    private record Baseline(String group, Opener opener) {}

    private interface Opener {
        Engine open(BenchCheckpoint checkpoint, int batch, int threads);
    }
}
