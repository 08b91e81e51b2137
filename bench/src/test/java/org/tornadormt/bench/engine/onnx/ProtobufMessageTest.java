package org.tornadormt.bench.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes of the wire format, from the examples of the Protocol Buffers documentation. */
final class ProtobufMessageTest {

    @Test
    void aNumberIsAKeyAndAVarint() throws IOException {
        assertThat(hex(new ProtobufMessage().add(1, 150L))).isEqualTo("089601");
    }

    @Test
    void aNegativeNumberTakesTenBytes() throws IOException {
        assertThat(hex(new ProtobufMessage().add(1, -2L))).isEqualTo("08feffffffffffffffff01");
    }

    @Test
    void aTextHasItsLengthInFront() throws IOException {
        assertThat(hex(new ProtobufMessage().add(2, "testing"))).isEqualTo("120774657374696e67");
    }

    @Test
    void aMessageInAMessageHasItsLengthInFront() throws IOException {
        ProtobufMessage inner = new ProtobufMessage().add(1, 150L);

        assertThat(hex(new ProtobufMessage().add(3, inner))).isEqualTo("1a03089601");
    }

    @Test
    void aFloatIsFourBytesWithTheLowestFirst() throws IOException {
        assertThat(hex(new ProtobufMessage().add(2, 1.5f))).isEqualTo("150000c03f");
    }

    private static String hex(ProtobufMessage message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        assertThat(message.byteSize()).isEqualTo(bytes.size());
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
