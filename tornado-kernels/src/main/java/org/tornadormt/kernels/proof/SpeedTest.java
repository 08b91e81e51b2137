package org.tornadormt.kernels.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tornadormt.kernels.Attention;
import org.tornadormt.kernels.Linear;
import org.tornadormt.kernels.RowLookup;
import org.tornadormt.kernels.RowTable;
import org.tornadormt.kernels.StoredNumbers;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.Executable;
import org.tornadormt.kernels.program.Program;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Measures a device on what a forward pass spends its time on: a linear map and causal attention, with the sizes of
 * GPT-2 small and 256 rows. What a launch costs is part of it; what compiling costs is not.
 */
public final class SpeedTest {
    private static final String STAGE = "work";
    private static final int ROWS = 256;
    private static final int HEADS = 12;
    private static final int HEAD_SIZE = 64;
    private static final int HIDDEN_SIZE = HEADS * HEAD_SIZE;
    /** Two for each multiplication and addition; a row sees itself and those before. */
    private static final double OPERATIONS = 2.0 * ROWS * HIDDEN_SIZE * HIDDEN_SIZE
            + 4.0 * ROWS * (ROWS + 1) / 2 * HIDDEN_SIZE;
    private static final long WARM_UP_NANOSECONDS = 800_000_000;
    private static final long MEASURED_NANOSECONDS = 400_000_000;
    private static final int FEWEST_RUNS = 3;

    private SpeedTest() {}

    /** Speed in GFLOP/s: the median of some runs, after some more that warm up. Takes one to two seconds. */
    public static double measure(Device device) {
        try (Executable executable = device.compile(program())) {
            runsOf(executable, WARM_UP_NANOSECONDS);
            long[] runs = runsOf(executable, MEASURED_NANOSECONDS);
            Arrays.sort(runs);
            return OPERATIONS / runs[runs.length / 2];
        }
    }

    /** Nanoseconds of each run, of as many as take {@code nanoseconds} together. */
    private static long[] runsOf(Executable executable, long nanoseconds) {
        long[] runs = new long[FEWEST_RUNS];
        int count = 0;
        for (long spent = 0; count < FEWEST_RUNS || spent < nanoseconds; count++) {
            long start = System.nanoTime();
            executable.run(STAGE);
            long time = System.nanoTime() - start;
            spent += time;
            runs = count < runs.length ? runs : Arrays.copyOf(runs, 2 * runs.length);
            runs[count] = time;
        }
        return Arrays.copyOf(runs, count);
    }

    private static Program program() {
        Random random = new Random(1);
        RowTable rows = new RowTable(ROWS);
        for (int r = 0; r < ROWS; r++) {
            rows.token(r, 0, r, r, r + 1);
        }
        // As a model has its weights.
        int width = VectorForms.panelWidth();
        StoredNumbers weight = StoredNumbers
                .of(floats((Math.ceilDiv(HIDDEN_SIZE, width) * width + 1) * HIDDEN_SIZE, random));
        FloatArray x = floats(ROWS * HIDDEN_SIZE, random);
        FloatArray query = new FloatArray(ROWS * HIDDEN_SIZE);
        FloatArray out = new FloatArray(ROWS * HIDDEN_SIZE);
        IntArray layer = IntArray.fromElements(0);
        // What comes back, so that a device cannot put the work off: one row.
        RowTable firstRow = new RowTable(1);
        firstRow.reads(0, rows, 0);
        FloatArray result = new FloatArray(HIDDEN_SIZE);
        return Program.named("speed test").outputs(result).stage(STAGE, List.of(
                Linear.launch(x, weight, floats(HIDDEN_SIZE, random), query, layer, ROWS, HIDDEN_SIZE, HIDDEN_SIZE,
                        VectorForms.firstAligned(weight), width),
                Attention.launch(rows.values(), query, floats(ROWS * HIDDEN_SIZE, random),
                        floats(ROWS * HIDDEN_SIZE, random), out, layer, ROWS, ROWS, ROWS, HEADS, HEAD_SIZE, 0),
                RowLookup.launch(firstRow.values(), out, result, 1, HIDDEN_SIZE))).build();
    }

    private static FloatArray floats(int size, Random random) {
        FloatArray array = new FloatArray(size);
        for (int i = 0; i < size; i++) {
            array.set(i, 0.1f * (float) random.nextGaussian());
        }
        return array;
    }
}
