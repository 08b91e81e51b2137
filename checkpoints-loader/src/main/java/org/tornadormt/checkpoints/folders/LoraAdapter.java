package org.tornadormt.checkpoints.folders;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.tornadormt.checkpoints.CheckpointException;
import org.tornadormt.checkpoints.tensors.Tensor;
import org.tornadormt.checkpoints.tensors.TensorType;

/**
 * A matrix and what LoRA has learnt to add to it: W + scale · B·A (Hu et al., "LoRA: Low-Rank Adaptation of Large
 * Language Models", section 4.1).
 *
 * @param weight the matrix: [out, in], or [in, out] as the class Conv1D of GPT-2 stores it
 * @param a      {@code lora_A} [r, in]
 * @param b      {@code lora_B} [out, r]
 */
record LoraAdapter(Tensor weight, Tensor a, Tensor b) {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Which ways of storing the matrix fit the shapes of the adapter. */
    enum Storage {
        OUT_BY_IN,
        IN_BY_OUT,
        EITHER
    }

    /** @throws CheckpointException if the shapes do not fit each other */
    LoraAdapter {
        if (a.shape().size() != 2 || b.shape().size() != 2 || a.shape().getFirst() == 0
                || !a.shape().getFirst().equals(b.shape().getLast())) {
            throw new CheckpointException("%s: tensors %s %s and %s %s do not fit, expected [r, in] and [out, r]"
                    .formatted(a.source(), a.name(), a.shape(), b.name(), b.shape()));
        }
        List<Long> outByIn = List.of(b.shape().getFirst(), a.shape().getLast());
        if (!weight.shape().equals(outByIn) && !weight.shape().equals(outByIn.reversed())) {
            throw new CheckpointException("%s: tensor %s has shape %s, its adapter %s is for %s".formatted(
                    weight.source(), weight.name(), weight.shape(), a.name(), outByIn));
        }
    }

    /** r, the number of rows of {@code lora_A}. */
    long rank() {
        return a.shape().getFirst();
    }

    /** How the matrix is stored, as far as the shapes tell: a square one may be stored either way. */
    Storage storage() {
        if (a.shape().getLast().equals(b.shape().getFirst())) {
            return Storage.EITHER;
        }
        return weight.shape().getFirst().equals(b.shape().getFirst()) ? Storage.OUT_BY_IN : Storage.IN_BY_OUT;
    }

    /**
     * The sum, stored as the matrix is. Each element is a sum in double precision of the elements as floats, rounded
     * once.
     *
     * @param name    the name of the sum
     * @param scale   what B·A is multiplied by
     * @param inByOut whether the matrix is stored [in, out]
     * @return a tensor of type F32, in memory of its own
     * @throws CheckpointException if an element of the adapter is not finite, or the sum is more than an array holds
     */
    Tensor merged(String name, double scale, boolean inByOut) {
        // Transposed, (B·A)ᵀ = Aᵀ·Bᵀ: in both cases a product of [rows, r] and [r, columns].
        Tensor finiteA = a.requireFinite();
        Tensor finiteB = b.requireFinite();
        double[][] left = inByOut ? columns(finiteA) : rows(finiteB);
        double[][] right = inByOut ? columns(finiteB) : rows(finiteA);
        long columns = weight.shape().getLast();
        MemorySegment sums = MemorySegment.ofArray(new byte[byteSize()]);
        double[] products = new double[Math.toIntExact(columns)];
        for (int row = 0; row < left.length; row++) {
            Arrays.fill(products, 0);
            for (int k = 0; k < right.length; k++) {
                double factor = left[row][k];
                double[] from = right[k];
                for (int j = 0; j < products.length; j++) {
                    products[j] += factor * from[j];
                }
            }
            long first = row * columns;
            for (int j = 0; j < products.length; j++) {
                float sum = (float) (weight.floatAt(first + j) + scale * products[j]);
                sums.set(FLOAT, (first + j) * Float.BYTES, sum);
            }
        }
        return new Tensor(name, TensorType.F32, weight.shape(), sums, weight.source());
    }

    /** Of the sum. It is kept in the heap: many are made in turn, and each is garbage once it is copied. */
    private int byteSize() {
        long bytes = weight.elementCount() * Float.BYTES;
        if (bytes > LONGEST_ARRAY) {
            throw new CheckpointException("%s: tensor %s %s is too large to merge its adapter here; merge it first %s"
                    .formatted(weight.source(), weight.name(), weight.shape(), "(merge_and_unload in peft)"));
        }
        return (int) bytes;
    }

    private static double[][] rows(Tensor matrix) {
        int rows = Math.toIntExact(matrix.shape().getFirst());
        int columns = Math.toIntExact(matrix.shape().getLast());
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = matrix.floatAt((long) i * columns + j);
            }
        }
        return values;
    }

    private static double[][] columns(Tensor matrix) {
        double[][] rows = rows(matrix);
        double[][] values = new double[Math.toIntExact(matrix.shape().getLast())][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < values.length; j++) {
                values[j][i] = rows[i][j];
            }
        }
        return values;
    }
}
