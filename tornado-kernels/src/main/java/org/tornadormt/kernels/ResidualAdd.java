package org.tornadormt.kernels;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.VectorForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** The residual connection. */
public final class ResidualAdd {

    private ResidualAdd() {}

    /**
     * {@code x += update}.
     *
     * @param x {@code [size]}, changed in place
     * @param update {@code [size]}
     */
    public static void residualAdd(FloatArray x, FloatArray update, int size) {
        for (@Parallel int i = 0; i < size; i++) {
            x.set(i, x.get(i) + update.get(i));
        }
    }

    /** See {@link #residualAdd}. */
    public static Launch launch(FloatArray x, FloatArray update, int size) {
        return Launch.of("residualAdd", ResidualAdd::residualAdd, x, update, size).reads(x, update).writes(x)
                .onJvm(VectorForms.residualAdd(x, update, size));
    }
}
