package org.tornadormt.checkpoints.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadormt.checkpoints.tensors.Tensor;

class ShardsTest {

    @Test
    void tensorsStayInOrderAndNoFileIsLargerThanAllowed() {
        assertThat(sizes(Shards.of(tensors(10, 20, 30, 5, 60), 4 * 50))).isEqualTo(
                List.of(List.of(10, 20), List.of(30, 5), List.of(60)));
    }

    @Test
    void aTensorThatIsTooLargeHasAFileOfItsOwn() {
        assertThat(sizes(Shards.of(tensors(100, 1, 100), 4 * 10))).isEqualTo(
                List.of(List.of(100), List.of(1), List.of(100)));
    }

    @Test
    void emptyTensorsNeedNoFile() {
        assertThat(sizes(Shards.of(tensors(0, 10, 0), 4 * 10))).isEqualTo(List.of(List.of(0, 10, 0)));
        assertThat(Shards.of(List.of(), 1)).hasSize(1);
    }

    private static List<Tensor> tensors(int... sizes) {
        return Arrays.stream(sizes)
                .mapToObj(size -> Tensor.ofFloats("t", List.of((long) size), new float[size])).toList();
    }

    private static List<List<Integer>> sizes(List<List<Tensor>> shards) {
        return shards.stream().map(shard -> shard.stream().map(tensor -> (int) tensor.elementCount()).toList())
                .toList();
    }
}
