package org.tornadormt.bench.length;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tornadormt.bench.compare.Quartiles;
import org.tornadormt.bench.compare.WarmUp;
import org.tornadormt.cli.HeapInUse;
import org.tornadormt.cli.Progress;
import org.tornadormt.cli.Terminal;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LoadOptions;
import org.tornadormt.model.RmtModel;

/** Reads texts of growing length, each as often as there are rounds. */
final class LengthRun {
    static final String MEMORY = "memory";
    static final String FULL_ATTENTION = "full attention";
    private static final Duration WARM_UP_WINDOW = Duration.ofSeconds(1);
    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final Device device;
    private final Path model;
    private final int rounds;
    private final long seed;

    LengthRun(Terminal terminal, Device device, Path model, int rounds, long seed) {
        this.terminal = terminal;
        this.device = device;
        this.model = model;
        this.rounds = rounds;
        this.seed = seed;
    }

    /** Segment by segment, with memory. */
    List<LengthPoint> withMemory(List<Integer> lengths) {
        RmtModel loaded = RmtModel.load(model, LoadOptions.defaults());
        List<LengthPoint> points = new ArrayList<>();
        try (TextReader reader = new TextReader(loaded, device, seed);
                Progress progress = terminal.steps(MEMORY, "texts", (long) lengths.size() * rounds)) {
            warmUp(reader, whole(lengths.getFirst(), loaded.segmentSize()));
            for (int length : lengths) {
                points.add(measure(MEMORY, reader, whole(length, loaded.segmentSize()), progress));
            }
        }
        return points;
    }

    /**
     * All of a text at once.
     *
     * @param work a folder for checkpoints
     */
    List<LengthPoint> withFullAttention(List<Integer> lengths, Path work) {
        List<LengthPoint> points = new ArrayList<>();
        try (Progress progress = terminal.steps(FULL_ATTENTION, "texts", (long) lengths.size() * rounds)) {
            for (int length : lengths) {
                Path folder = work.resolve("tokens-" + length);
                RmtModel loaded = FullAttentionCheckpoint.load(folder, model, length);
                try (TextReader reader = new TextReader(loaded, device, seed)) {
                    warmUp(reader, length);
                    points.add(measure(FULL_ATTENTION, reader, length, progress));
                }
            }
        }
        return points;
    }

    private static void warmUp(TextReader reader, int length) {
        new WarmUp(WARM_UP_WINDOW, WARM_UP_LIMIT).run(() -> reader.read(length));
    }

    private LengthPoint measure(String name, TextReader reader, int tokens, Progress progress) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            seconds.add(reader.read(tokens));
            progress.step();
        }
        return new LengthPoint(name, tokens, Quartiles.of(seconds), HeapInUse.bytes(), reader.arrayBytes());
    }

    private static int whole(int tokens, int segmentSize) {
        return Math.max(1, tokens / segmentSize) * segmentSize;
    }
}
