package org.tornadormt.model.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.model.LogitRows;
import org.tornadormt.model.MemoryConfig;
import org.tornadormt.model.ModelException;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.RunnerOptions;
import org.tornadormt.model.SegmentRunner;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.segment.Segmentation;

/**
 * All raw numbers of a batch of texts, for comparison with other implementations: the logits of every token and the
 * memory after every segment.
 */
public final class Forward {

    private Forward() {}

    /**
     * The numbers of one text.
     *
     * @param logits {@code [tokens][vocabularySize]} of a language model; {@code [1][labels]} of a classifier, from the
     *            last segment
     * @param memory {@code [segments][numMemTokens * embeddingSize]}, the state after each segment
     */
    public record Result(float[][] logits, float[][] memory) {}

    /**
     * Runs texts side by side; each gives the same numbers as alone.
     *
     * @param texts token ids of each text, of any lengths
     * @throws ModelException if a text is empty
     */
    public static List<Result> run(RmtModel model, Device device, int[]... texts) {
        int longest = Arrays.stream(texts).map(text -> segmentsOf(model, model.memoryConfig(), text))
                .flatMap(List::stream).mapToInt(segment -> segment.length).max().orElseThrow();
        try (SegmentRunner runner = new SegmentRunner(model, device, options(model, texts.length, longest))) {
            return run(runner, model.memoryConfig(), texts);
        }
    }

    /**
     * What a runner must be prepared for to run {@code sequences} texts with segments of up to {@code maxTokens}
     * tokens.
     */
    public static RunnerOptions options(RmtModel model, int sequences, int maxTokens) {
        return new RunnerOptions(sequences, maxTokens, model.config().head() == Head.CLASSIFIER ? 1 : maxTokens, 0);
    }

    /** Runs texts on a runner that is there already, from the initial memory on, cut as {@code memoryConfig} says. */
    public static List<Result> run(SegmentRunner runner, MemoryConfig memoryConfig, int[]... texts) {
        List<List<int[]>> segments = Arrays.stream(texts).map(text -> segmentsOf(runner.model(), memoryConfig, text))
                .toList();
        int steps = segments.stream().mapToInt(List::size).max().orElseThrow();
        boolean classifier = runner.model().config().head() == Head.CLASSIFIER;
        List<List<float[]>> logits = emptyLists(texts.length);
        List<List<float[]>> memories = emptyLists(texts.length);
        IntStream.range(0, texts.length).forEach(runner::reset);
        for (int step = 0; step < steps; step++) {
            int[][] current = at(segments, step);
            runner.run(current);
            int[][] asked = Arrays.stream(current).map(segment -> asked(segment, classifier)).toArray(int[][]::new);
            LogitRows rows = runner.logits(asked);
            for (int b = 0; b < current.length; b++) {
                if (current[b] != null) {
                    int first = b * runner.options().logitsPerSequence();
                    collect(rows, first, asked[b].length, classifier, logits.get(b));
                    memories.get(b).add(runner.memory(b));
                }
            }
        }
        return IntStream.range(0, texts.length).mapToObj(b -> new Result(logits.get(b).toArray(float[][]::new),
                memories.get(b).toArray(float[][]::new))).toList();
    }

    private static List<int[]> segmentsOf(RmtModel model, MemoryConfig memoryConfig, int[] text) {
        int[] tokens = model.layout().withoutOwnTokens(text);
        if (tokens.length == 0) {
            throw new ModelException("the text has no tokens");
        }
        return Segmentation.split(tokens, memoryConfig.segmentSize(), memoryConfig.alignment());
    }

    private static int[][] at(List<List<int[]>> segments, int step) {
        return segments.stream().map(list -> step < list.size() ? list.get(step) : null).toArray(int[][]::new);
    }

    private static int[] asked(int[] segment, boolean classifier) {
        if (segment == null) {
            return new int[0];
        }
        return classifier ? new int[]{0} : IntStream.range(0, segment.length).toArray();
    }

    private static void collect(LogitRows rows, int first, int count, boolean onlyLast, List<float[]> into) {
        if (onlyLast) {
            into.clear();
        }
        for (int n = 0; n < count; n++) {
            into.add(rows.row(first + n));
        }
    }

    private static List<List<float[]>> emptyLists(int count) {
        List<List<float[]>> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
