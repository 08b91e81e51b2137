package org.tornadormt.kernels.gradient;

import org.tornadormt.kernels.program.Launch;
import org.tornadormt.kernels.vector.GradientForms;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** The loss of a classification and of language modelling, as {@code torch.nn.CrossEntropyLoss}, and its gradient. */
public final class CrossEntropy {
    /** The label of a row that has no loss. */
    public static final int NO_LABEL = -1;

    private CrossEntropy() {}

    /**
     * {@code loss[r] = log Σ_j exp(logits[r, j]) - logits[r, label]} and
     * {@code logitsGradient[r] = (softmax(logits[r]) - onehot(label)) scale}; all zero for rows without a label.
     *
     * @param logits {@code [rows, outputs]}
     * @param labels the right output of each row or {@link #NO_LABEL}, {@code [rows]}
     * @param scale factor of the gradient, {@code [1]}: 1 / (number of labels) for the gradient of the mean loss
     * @param logitsGradient {@code [rows, outputs]}; may be {@code logits}
     * @param loss not scaled, {@code [rows]}
     * @param hit 1 where the first of the largest logits is the label's, else 0, {@code [rows]}
     */
    public static void crossEntropy(FloatArray logits, IntArray labels, FloatArray scale, FloatArray logitsGradient,
            FloatArray loss, IntArray hit, int rows, int outputs) {
        for (@Parallel int r = 0; r < rows; r++) {
            int row = r * outputs;
            int label = labels.get(r);
            float maximum = -3.4e38f;
            int best = 0;
            for (int j = 0; j < outputs; j++) {
                if (logits.get(row + j) > maximum) {
                    maximum = logits.get(row + j);
                    best = j;
                }
            }
            float sum = 0f;
            for (int j = 0; j < outputs; j++) {
                sum += TornadoMath.exp(logits.get(row + j) - maximum);
            }
            float rowLoss = 0f;
            float factor = 0f;
            if (label >= 0) {
                rowLoss = TornadoMath.log(sum) + (maximum - logits.get(row + label));
                factor = scale.get(0) / sum;
            }
            loss.set(r, rowLoss);
            hit.set(r, label == best ? 1 : 0);
            for (int j = 0; j < outputs; j++) {
                float gradient = 0f;
                if (label >= 0) {
                    gradient = TornadoMath.exp(logits.get(row + j) - maximum) * factor;
                }
                if (j == label) {
                    gradient = gradient - scale.get(0);
                }
                logitsGradient.set(row + j, gradient);
            }
        }
    }

    /** See {@link #crossEntropy}. */
    public static Launch launch(FloatArray logits, IntArray labels, FloatArray scale, FloatArray logitsGradient,
            FloatArray loss, IntArray hit, int rows, int outputs) {
        return Launch
                .of("crossEntropy", CrossEntropy::crossEntropy, logits, labels, scale, logitsGradient, loss, hit, rows,
                        outputs)
                .reads(logits, labels, scale).writes(logitsGradient, loss, hit)
                .onJvm(GradientForms.crossEntropy(logits, labels, scale, logitsGradient, loss, hit, rows, outputs));
    }
}
