package org.tornadormt.checkpoints.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    private static final Tensor MATRIX = Tensor.ofFloats("m", List.of(3L, 2L), 1, 2, 3, 4, 5, 6);

    @Test
    void readsFloatsRowByRow() {
        assertThat(MATRIX.elementCount()).isEqualTo(6);
        assertThat(MATRIX.floatAt(3)).isEqualTo(4);
        assertThat(MATRIX.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void readsHalfAndBrainFloats() {
        // 0x3C00 is 1.0 and 0xC100 is -2.5 in binary16; 0x3F80 is 1.0 and 0xC020 is -2.5 in bfloat16.
        byte[] half = {0x00, 0x3C, 0x00, (byte) 0xC1};
        byte[] brain = {(byte) 0x80, 0x3F, 0x20, (byte) 0xC0};
        assertThat(bytes(TensorType.F16, half).toFloats()).containsExactly(1, -2.5f);
        assertThat(bytes(TensorType.BF16, brain).toFloats()).containsExactly(1, -2.5f);
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void refusesToReadATypeAsTheOtherKind(TensorType type) {
        Tensor tensor = new Tensor("t", type, List.of(1L), MemorySegment.ofArray(new byte[type.byteSize()]), "file.x");
        if (type.isFloating()) {
            assertRefused(() -> tensor.longAt(0), "file.x: tensor t holds floating-point numbers (" + type + ")");
        } else {
            String problem = "file.x: tensor t holds integers (" + type + ")";
            assertRefused(() -> tensor.floatAt(0), problem);
            assertRefused(tensor::toFloats, problem);
            assertRefused(() -> tensor.copyFloatsTo(MemorySegment.ofArray(new float[1]), 0), problem);
            assertRefused(tensor::requireFinite, problem);
        }
    }

    @Test
    void copiesIntoNativeMemoryAtAPlace() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment target = arena.allocate(ValueLayout.JAVA_FLOAT, 8);
            MATRIX.copyFloatsTo(target, 1);
            assertThat(target.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0, 1, 2, 3, 4, 5, 6, 0);
        }
    }

    @Test
    void copiesConvertedElementsIntoAnArrayAtAPlace() {
        byte[] brain = {(byte) 0x80, 0x3F, 0x20, (byte) 0xC0};
        float[] target = new float[4];
        bytes(TensorType.BF16, brain).copyFloatsTo(MemorySegment.ofArray(target), 1);
        assertThat(target).containsExactly(0, 1, -2.5f, 0);
    }

    @Test
    void doesNotCopyBeyondTheTarget() {
        float[] target = new float[6];
        assertThatThrownBy(() -> MATRIX.copyFloatsTo(MemorySegment.ofArray(target), 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(target).containsOnly(0);
    }

    @Test
    void viewsRowsOfTheFirstDimension() {
        Tensor rows = MATRIX.rows(1, 3);
        assertThat(rows.shape()).containsExactly(2L, 2L);
        assertThat(rows.toFloats()).containsExactly(3, 4, 5, 6);
        assertThat(rows.rows(1, 2).toFloats()).containsExactly(5, 6);
        assertThat(MATRIX.rows(3, 3).toFloats()).isEmpty();
        assertThat(Tensor.ofFloats("none", List.of(0L, 4L)).rows(0, 0).shape()).containsExactly(0L, 4L);
    }

    @Test
    void refusesRowsThatAreNotThere() {
        assertRefused(() -> MATRIX.rows(2, 4), "memory: tensor m has shape [3, 2]; rows 2 to 4 were asked for");
        assertRefused(() -> MATRIX.rows(-1, 2), "rows -1 to 2 were asked for");
        assertRefused(() -> MATRIX.rows(2, 1), "rows 2 to 1 were asked for");
        assertRefused(() -> Tensor.ofFloats("s", List.of(), 1).rows(0, 1), "tensor s has shape []; rows 0 to 1");
    }

    @Test
    void requiresAShape() {
        assertThat(MATRIX.requireShape(3, 2)).isSameAs(MATRIX);
        assertRefused(() -> MATRIX.requireShape(2, 3), "memory: tensor m has shape [3, 2], expected [2, 3]");
        assertRefused(() -> MATRIX.requireShape(6), "memory: tensor m has shape [3, 2], expected [6]");
    }

    @Test
    void requiresFiniteNumbers() {
        assertThat(MATRIX.requireFinite()).isSameAs(MATRIX);
        assertRefused(() -> Tensor.ofFloats("x", List.of(3L), 1, Float.NaN, Float.NaN).requireFinite(),
                "tensor x has NaN at index 1");
        assertRefused(() -> Tensor.ofFloats("x", List.of(1L), Float.NEGATIVE_INFINITY).requireFinite(),
                "tensor x has -Infinity at index 0");
    }

    @Test
    void readsADoubleThatIsTooLargeForAFloatAsInfinite() {
        byte[] huge = {0, 0, 0, 0, 0, 0, (byte) 0xE0, 0x7F};
        assertRefused(() -> bytes(TensorType.F64, huge).requireFinite(), "tensor t has Infinity at index 0");
    }

    @Test
    void cannotBeChangedThroughItsParts() {
        var shape = new ArrayList<>(List.of(1L));
        Tensor tensor = Tensor.ofFloats("t", shape, 1);
        shape.set(0, 5L);
        assertThat(tensor.shape()).containsExactly(1L);
        assertThat(tensor.data().isReadOnly()).isTrue();
    }

    @Test
    void refusesDataThatDoesNotFillItsShape() {
        assertThatThrownBy(() -> Tensor.ofFloats("t", List.of(2L), 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("t: shape [2] of F32");
    }

    @Test
    void readsLongs() {
        Tensor ids = Tensor.ofLongs("ids", List.of(2L), Long.MIN_VALUE, 50257);
        assertThat(ids.longAt(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(ids.longAt(1)).isEqualTo(50257);
        assertThatThrownBy(() -> ids.longAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Tensor bytes(TensorType type, byte... data) {
        List<Long> shape = List.of((long) data.length / type.byteSize());
        return new Tensor("t", type, shape, MemorySegment.ofArray(data), "test");
    }
}
