package org.tornadormt.model;

import org.tornadormt.kernels.MemoryCheck;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceInfo;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.segment.DecoderLayout;
import org.tornadormt.model.segment.Profile;
import org.tornadormt.model.segment.SegmentLayout;

/**
 * Runs segments of a batch of sequences on a device. Each sequence has its own memory, which stays on the device; a
 * sequence may sit out a step, and segments of one step may have different lengths.
 *
 * <p>Not for use by several threads at once.
 */
public final class SegmentRunner implements AutoCloseable {
    private static final int NONE = -1;

    private final RmtModel model;
    private final RunnerOptions options;
    private final SegmentLayout layout;
    private final DeviceInfo deviceInfo;
    private final SegmentProgram arrays;
    private final Executable executable;
    private final int[] segmentsRun;

    /** Prepares a device to run segments. All sequences start with the initial memory of the model. */
    public SegmentRunner(RmtModel model, Device device, RunnerOptions options) {
        this.model = model;
        this.options = options;
        layout = model.layout();
        if (options.incrementalSlots() > 0 && layout instanceof DecoderLayout decoder
                && decoder.profile() != Profile.REFERENCE) {
            throw new ModelException("text is generated with the profile reference only, not with "
                    + decoder.profile().text() + ", whose rules of generation are another; everything else works");
        }
        deviceInfo = device.info();
        arrays = new SegmentProgram(model, options);
        executable = device.compile(arrays.program);
        segmentsRun = new int[options.sequences()];
        for (int sequence = 0; sequence < options.sequences(); sequence++) {
            reset(sequence);
        }
    }

    /** The model. */
    public RmtModel model() {
        return model;
    }

    /** What it was prepared for. */
    public RunnerOptions options() {
        return options;
    }

    /** Where it runs. */
    public DeviceInfo device() {
        return deviceInfo;
    }

    /** Gives a sequence the initial memory. */
    public void reset(int sequence) {
        restore(sequence, model.initialMemory().vectors(), 0);
    }

    /**
     * Gives a sequence a memory.
     *
     * @param memory {@code [numMemTokens, embeddingSize]}
     * @param segments segments that led to it, for messages
     */
    public void restore(int sequence, float[] memory, int segments) {
        segmentsRun[sequence] = segments;
        if (model.numMemTokens() == 0) {
            return;
        }
        arrays.memory.chosenIn.init(0);
        arrays.memory.chosenIn.set(sequence, 1);
        for (int i = 0; i < memory.length; i++) {
            arrays.memory.memoryIn.set(sequence * memory.length + i, memory[i]);
        }
        executable.run(SegmentProgram.RESTORE);
    }

    /**
     * Runs the next segment of each sequence and rewrites its memory.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     */
    public void run(int[]... segments) {
        forward(true, segments);
        writeMemory(segments);
    }

    /**
     * Runs a segment of each sequence without rewriting its memory, and without the rows that only the memory write
     * needs; a decoder's pass may be continued with {@link #step}.
     *
     * @param segments token ids of each sequence's segment, or null for a sequence that sits out
     */
    public void runWithoutWrite(int[]... segments) {
        forward(false, segments);
    }

    private void forward(boolean withWriteBlock, int[]... segments) {
        arrays.segment.tableIn.clear();
        for (int b = 0; b < segments.length; b++) {
            if (segments[b] != null) {
                if (segments[b].length > options.maxTokens()) {
                    throw new ModelException("a segment of " + segments[b].length
                            + " tokens, but the runner was prepared for " + options.maxTokens());
                }
                model.requireInVocabulary(segments[b]);
                layout.place(arrays.segment.tableIn, b * arrays.segment.rows.rowsPerSequence, segments[b],
                        withWriteBlock);
            }
        }
        pass(SegmentProgram.SEGMENT);
    }

    private void pass(String prefix) {
        executable.run(prefix + SegmentProgram.EMBED);
        executable.run(prefix + SegmentProgram.LAYER, model.config().numLayers() - 1);
        executable.run(prefix + SegmentProgram.LAST_KEYS_AND_VALUES);
    }

    private void writeMemory(int[]... segments) {
        int numMemTokens = model.numMemTokens();
        arrays.memory.writersIn.clear();
        for (int b = 0; b < segments.length; b++) {
            boolean runs = segments[b] != null;
            for (int slot = 0; runs && slot < numMemTokens; slot++) {
                int row = b * arrays.segment.rows.rowsPerSequence + layout.writeRow(slot, segments[b].length);
                arrays.memory.writersIn.reads(b * numMemTokens + slot, arrays.segment.tableIn, row);
            }
            arrays.memory.segmentIn.set(b, runs ? segmentsRun[b] : NONE);
        }
        if (numMemTokens > 0) {
            executable.run(SegmentProgram.WRITE);
        }
        // Counted only now: a device that failed has not run the segment.
        for (int b = 0; b < segments.length; b++) {
            segmentsRun[b] += segments[b] == null ? 0 : 1;
        }
    }

    /**
     * Logits of the last pass. A language model gives one row for each token asked for, a classifier one row a
     * sequence.
     *
     * @param tokenIndexes for each sequence, which tokens of its segment; null or empty for none
     * @return the rows, for sequence {@code b} from row {@code b * logitsPerSequence} on
     */
    public LogitRows logits(int[]... tokenIndexes) {
        arrays.segmentHead.askedIn.clear();
        for (int b = 0; b < tokenIndexes.length; b++) {
            for (int n = 0; tokenIndexes[b] != null && n < tokenIndexes[b].length; n++) {
                int row = model.config().head() == Head.CLASSIFIER
                        ? layout.classifierRow()
                        : layout.tokenRow(tokenIndexes[b][n]);
                arrays.segmentHead.askedIn.reads(b * options.logitsPerSequence() + n, arrays.segment.tableIn,
                        b * arrays.segment.rows.rowsPerSequence + row);
            }
        }
        executable.run(SegmentProgram.SEGMENT + SegmentProgram.LOGITS);
        return new LogitRows(arrays.segmentHead.logits, model.config().numOutputs());
    }

    /**
     * Goes on with the pass of {@link #runWithoutWrite} by one token of a decoder, reading the earlier rows' keys and
     * values from the cache.
     *
     * @param token id of the token
     * @param index its place in the segment
     * @return its logits
     */
    public LogitRows step(int token, int index) {
        model.requireInVocabulary(new int[]{token});
        int at = layout.tokenRow(index);
        arrays.step.tableIn.token(0, token, at, at, at + 1);
        pass(SegmentProgram.STEP);
        arrays.stepHead.askedIn.reads(0, arrays.step.tableIn, 0);
        executable.run(SegmentProgram.STEP + SegmentProgram.LOGITS);
        return new LogitRows(arrays.stepHead.logits, model.config().numOutputs());
    }

    /** Begins a pass of single rows with the read block of a decoder; {@link #step} goes on with token 0. */
    public void stepMemory() {
        for (int slot = 0; slot < model.numMemTokens(); slot++) {
            arrays.step.tableIn.memory(0, slot, slot, slot, slot + 1);
            pass(SegmentProgram.STEP);
        }
    }

    /**
     * The memory of a sequence, {@code [numMemTokens, embeddingSize]}.
     *
     * @throws ModelException if it is not finite, with the segment in which that began
     */
    public float[] memory(int sequence) {
        int size = model.numMemTokens() * model.config().embeddingSize();
        float[] memory = new float[size];
        if (size == 0) {
            return memory;
        }
        executable.run(SegmentProgram.EXPORT);
        int bad = arrays.memory.firstBadOut.get(sequence);
        if (bad != MemoryCheck.NONE) {
            throw new ModelException("the memory is NaN or infinite since segment " + bad
                    + " (counted from 0): the model's arithmetic overflowed on this text");
        }
        for (int i = 0; i < size; i++) {
            memory[i] = arrays.memory.memoryOut.get(sequence * size + i);
        }
        return memory;
    }

    /** Segments that led to the memory of a sequence. */
    public int segmentsRun(int sequence) {
        return segmentsRun[sequence];
    }

    /** Whether a stage of the program is the one with which every segment begins; for who listens to its runs. */
    public static boolean beginsSegment(String stage) {
        return stage.equals(SegmentProgram.SEGMENT + SegmentProgram.EMBED);
    }

    /** Whether a stage of the program is a part of reading a segment, and not of what is asked between segments. */
    public static boolean belongsToSegment(String stage) {
        return stage.startsWith(SegmentProgram.SEGMENT) || stage.equals(SegmentProgram.WRITE);
    }

    /** Bytes of all arrays that the program uses. */
    public long bytes() {
        return arrays.program.bytes();
    }

    /** The program, for who wants to look at it. */
    Program program() {
        return arrays.program;
    }

    @Override
    public void close() {
        executable.close();
    }
}
