package org.tornadormt.checkpoints.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.tornadormt.checkpoints.DamagedFile;

class SafetensorsRoundTripTest {
    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll @Size(max = 6) List<TensorType> types, @ForAll Random random,
            @ForAll @IntRange(max = 4) int rank) {
        var tensors = new ArrayList<Tensor>();
        for (TensorType type : types) {
            var shape = new ArrayList<Long>();
            int bytes = type.byteSize();
            for (int i = 0; i < rank; i++) {
                int dimension = random.nextInt(5);
                shape.add((long) dimension);
                bytes *= dimension;
            }
            byte[] data = new byte[bytes];
            random.nextBytes(data);
            tensors.add(new Tensor("t" + tensors.size(), type, shape, MemorySegment.ofArray(data), "test"));
        }
        DamagedFile.inFile(new byte[0], file -> {
            SafetensorsWriter.write(file, tensors, Map.of("rank", "" + rank));
            try (var opened = SafetensorsFile.open(file)) {
                assertThat(opened.names()).hasSize(tensors.size());
                assertThat(opened.metadata()).containsExactly(Map.entry("rank", "" + rank));
                for (Tensor tensor : tensors) {
                    Tensor read = opened.tensor(tensor.name());
                    assertThat(read.type()).isEqualTo(tensor.type());
                    assertThat(read.shape()).isEqualTo(tensor.shape());
                    assertThat(read.data().mismatch(tensor.data())).isEqualTo(-1);
                }
            }
        });
    }
}
