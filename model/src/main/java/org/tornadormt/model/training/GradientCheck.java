package org.tornadormt.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.kernels.device.Device;
import org.tornadormt.kernels.device.DeviceException;
import org.tornadormt.kernels.device.JvmDevice;
import org.tornadormt.model.RmtModel;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.training.TextGradients.Labelled;

/**
 * Holds the gradients of a device against those of the JVM, for the model that is about to be trained, whose shapes
 * no self-test knows: a driver may compute a kernel rightly at one size and wrongly at another.
 */
public final class GradientCheck {
    private static final int SEGMENTS = 2;
    private static final int LONGEST = 8;
    /** Of the largest value of a tensor: what two orders of adding up in single precision differ by at most. */
    private static final double RELATIVE_ERROR = 1e-3;
    /** Of the largest value of all: tensors that are zero but for rounding have no size of their own. */
    private static final double ROUNDING = 1e-5;

    private GradientCheck() {}

    /**
     * Checks a device that is not trusted, with a random text of two short segments.
     *
     * @throws DeviceException if a gradient differs, with its name
     */
    public static void require(RmtModel model, Device device) {
        if (!device.isTrusted()) {
            compare(model, device);
        }
    }

    static void compare(RmtModel model, Device device) {
        var random = new SplittableRandom(1);
        List<int[]> segments = new ArrayList<>();
        for (int s = 0; s < SEGMENTS; s++) {
            segments.add(random.ints(Math.min(LONGEST, model.segmentSize()), 0, model.config().vocabularySize())
                    .toArray());
        }
        List<Tensor> expected = gradients(model, JvmDevice.withThreads(1), segments);
        Map<String, Tensor> found = gradients(model, device, segments).stream()
                .collect(Collectors.toMap(Tensor::name, Function.identity()));
        double largest = expected.stream().mapToDouble(GradientCheck::largest).max().orElse(0);
        for (Tensor tensor : expected) {
            double allowed = RELATIVE_ERROR * largest(tensor) + ROUNDING * largest;
            requireClose(tensor, found.get(tensor.name()), allowed, device);
        }
    }

    private static List<Tensor> gradients(RmtModel model, Device device, List<int[]> segments) {
        return model.config().head() == Head.LANGUAGE_MODEL
                ? TextGradients.of(model, device, segments, OptionalInt.empty())
                : TextGradients.of(model, device, segments, 0, Labelled.ALL, OptionalInt.empty());
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (long i = 0; i < tensor.elementCount(); i++) {
            largest = Math.max(largest, Math.abs(tensor.floatAt(i)));
        }
        return largest;
    }

    private static void requireClose(Tensor expected, Tensor found, double allowed, Device device) {
        for (long i = 0; i < expected.elementCount(); i++) {
            // So that NaN is no agreement.
            boolean close = Math.abs(expected.floatAt(i) - found.floatAt(i)) <= allowed;
            if (!close) {
                throw new DeviceException("device " + device.info().id() + " computes gradients wrongly: element " + i
                        + " of " + expected.name() + " is " + found.floatAt(i) + ", but " + expected.floatAt(i)
                        + " on the JVM; leave --device out to train there");
            }
        }
    }
}
