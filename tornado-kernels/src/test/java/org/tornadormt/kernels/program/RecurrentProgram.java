package org.tornadormt.kernels.program;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tornadormt.kernels.CopyArray;
import org.tornadormt.kernels.LayerCursor;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.MemoryCheck;
import org.tornadormt.kernels.MemoryRead;
import org.tornadormt.kernels.MemoryRestore;
import org.tornadormt.kernels.MemoryWrite;
import org.tornadormt.kernels.ResidualAdd;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.RowLookup;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A small recurrent model in stages that may run in any order, with arrays of every role: inputs and outputs, shared
 * constants and state, constants and state of one stage alone.
 *
 * <p>All numbers are whole and stay far below 2^24, so single precision computes them exactly and in any order of
 * additions: two devices must agree to the last bit.
 */
final class RecurrentProgram {
    static final int LAYERS = 3;

    private static final int SEQUENCES = 2;
    private static final int ROWS_PER_SEQUENCE = 6;
    private static final int ROWS = SEQUENCES * ROWS_PER_SEQUENCE;
    private static final int NUM_MEM_TOKENS = 2;
    private static final int VECTORS = SEQUENCES * NUM_MEM_TOKENS;
    private static final int HIDDEN_SIZE = 5;
    private static final int MEMORY_SIZE = NUM_MEM_TOKENS * HIDDEN_SIZE;
    private static final int VOCABULARY_SIZE = 11;
    private static final int ASKED = 4;

    private final Random random;

    private final RowTable segmentRows = new RowTable(ROWS);
    private final FloatArray incoming = new FloatArray(VECTORS * HIDDEN_SIZE);
    private final IntArray chosen = new IntArray(SEQUENCES);
    private final RowTable writers = new RowTable(VECTORS);
    private final IntArray segment = new IntArray(SEQUENCES);
    private final RowTable asked = new RowTable(ASKED);
    private final FloatArray step = new FloatArray(HIDDEN_SIZE);

    private final FloatArray logits = new FloatArray(ASKED * VOCABULARY_SIZE);
    private final FloatArray fetchedMemory = new FloatArray(VECTORS * HIDDEN_SIZE);
    private final IntArray fetchedFinding = new IntArray(SEQUENCES);
    private final FloatArray running = new FloatArray(HIDDEN_SIZE);
    private final FloatArray memory = new FloatArray(VECTORS * HIDDEN_SIZE);
    private final FloatArray hidden = new FloatArray(ROWS * HIDDEN_SIZE);
    private final FloatArray fetchedTotal = new FloatArray(HIDDEN_SIZE);

    private final Program program;

    RecurrentProgram(long seed) {
        random = new Random(seed);
        segmentRows.clear();
        for (FloatArray output : List.of(logits, fetchedMemory, fetchedTotal)) {
            output.init(0f);
        }
        fetchedFinding.init(0);
        wholeNumbers(running);
        program = record();
    }

    private Program record() {
        IntArray rows = new RowTable(ROWS).values();
        FloatArray table = wholeNumbers(new FloatArray(VOCABULARY_SIZE * HIDDEN_SIZE));
        wholeNumbers(memory);
        wholeNumbers(hidden);
        IntArray finding = new IntArray(SEQUENCES);
        finding.init(MemoryCheck.NONE);
        IntArray layer = IntArray.fromElements(0);
        FloatArray weight = signedSelections();
        FloatArray bias = wholeNumbers(new FloatArray(LAYERS * HIDDEN_SIZE));
        FloatArray update = new FloatArray(ROWS * HIDDEN_SIZE);
        FloatArray written = new FloatArray(VECTORS * HIDDEN_SIZE);
        FloatArray gathered = new FloatArray(ASKED * HIDDEN_SIZE);
        FloatArray zeros = new FloatArray(VOCABULARY_SIZE);
        zeros.init(0f);
        FloatArray total = wholeNumbers(new FloatArray(HIDDEN_SIZE));
        return Program.named("recurrent")
                .inputs(incoming, chosen, segmentRows.values(), writers.values(), segment, asked.values(), step)
                .outputs(logits, fetchedMemory, fetchedFinding, running, fetchedTotal)
                .stage("restore",
                        List.of(MemoryRestore.launch(incoming, chosen, memory, finding, SEQUENCES, MEMORY_SIZE)))
                .stage("read",
                        List.of(CopyArray.launch(segmentRows.values(), rows),
                                RowLookup.launch(rows, table, hidden, ROWS, HIDDEN_SIZE),
                                MemoryRead.launch(rows, memory, hidden, ROWS, ROWS_PER_SEQUENCE, NUM_MEM_TOKENS,
                                        HIDDEN_SIZE),
                                LayerCursor.rewind(layer)))
                .stage("layer",
                        List.of(Linear.launch(hidden, weight, bias, update, layer, ROWS, HIDDEN_SIZE, HIDDEN_SIZE),
                                CopyArray.launch(update, hidden), LayerCursor.advance(layer)))
                .stage("write",
                        List.of(RowLookup.launch(writers.values(), hidden, written, VECTORS, HIDDEN_SIZE),
                                MemoryWrite.launch(writers.values(), written, memory, VECTORS, HIDDEN_SIZE),
                                MemoryCheck.launch(memory, segment, finding, SEQUENCES, MEMORY_SIZE)))
                .stage("logits",
                        List.of(RowLookup.launch(asked.values(), hidden, gathered, ASKED, HIDDEN_SIZE),
                                Linear.launch(gathered, table, zeros, logits, IntArray.fromElements(0), ASKED,
                                        HIDDEN_SIZE, VOCABULARY_SIZE)))
                .stage("fetch",
                        List.of(CopyArray.launch(memory, fetchedMemory), CopyArray.launch(finding, fetchedFinding)))
                .stage("count",
                        List.of(ResidualAdd.launch(running, step, HIDDEN_SIZE),
                                ResidualAdd.launch(total, step, HIDDEN_SIZE), CopyArray.launch(total, fetchedTotal)))
                .fetch("state", List.of(memory, hidden)).build();
    }

    Program program() {
        return program;
    }

    /** Gives every input new random content. */
    void changeInputs() {
        wholeNumbers(incoming);
        wholeNumbers(step);
        integers(chosen, 0, 2);
        integers(segment, -1, 100);
        segmentRows.clear();
        for (int r = 0; r < ROWS; r++) {
            int kind = random.nextInt(3);
            if (kind == 0) {
                segmentRows.token(r, random.nextInt(VOCABULARY_SIZE), 0, 0, 1);
            } else if (kind == 1) {
                segmentRows.memory(r, random.nextInt(NUM_MEM_TOKENS), 0, 0, 1);
            }
        }
        readers(writers, VECTORS);
        readers(asked, ASKED);
        if (random.nextInt(8) == 0) {
            incoming.set(random.nextInt(incoming.getSize()), Float.NaN);
        }
    }

    /** The content of all outputs, one line each. */
    String outputs() {
        return String.join("\n",
                "logits " + Arrays.toString(logits.toHeapArray()),
                "memory " + Arrays.toString(fetchedMemory.toHeapArray()),
                "finding " + Arrays.toString(fetchedFinding.toHeapArray()),
                "running " + Arrays.toString(running.toHeapArray()),
                "total " + Arrays.toString(fetchedTotal.toHeapArray()));
    }

    /** State as it was when stage "state" ran last, one line each. */
    String state() {
        return String.join("\n", "memory " + Arrays.toString(memory.toHeapArray()),
                "hidden " + Arrays.toString(hidden.toHeapArray()));
    }

    /** Weights with one 1 or -1 a row, so that no number grows by more than its bias. */
    private FloatArray signedSelections() {
        FloatArray weight = new FloatArray(LAYERS * HIDDEN_SIZE * HIDDEN_SIZE);
        weight.init(0f);
        for (int row = 0; row < LAYERS * HIDDEN_SIZE; row++) {
            weight.set(row * HIDDEN_SIZE + random.nextInt(HIDDEN_SIZE), random.nextBoolean() ? 1f : -1f);
        }
        return weight;
    }

    private FloatArray wholeNumbers(FloatArray array) {
        for (int i = 0; i < array.getSize(); i++) {
            array.set(i, random.nextInt(-4, 5));
        }
        return array;
    }

    /** Lets about every second of {@code count} rows read a row of the segment. */
    private void readers(RowTable table, int count) {
        table.clear();
        for (int n = 0; n < count; n++) {
            if (random.nextBoolean()) {
                table.reads(n, segmentRows, random.nextInt(ROWS));
            }
        }
    }

    private void integers(IntArray array, int from, int to) {
        for (int i = 0; i < array.getSize(); i++) {
            array.set(i, random.nextInt(from, to));
        }
    }
}
