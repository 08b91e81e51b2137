package org.tornadormt.bench.engine.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadormt.bench.engine.torchscript.PickleValue.Bool;
import org.tornadormt.bench.engine.torchscript.PickleValue.Call;
import org.tornadormt.bench.engine.torchscript.PickleValue.Dict;
import org.tornadormt.bench.engine.torchscript.PickleValue.Global;
import org.tornadormt.bench.engine.torchscript.PickleValue.Instance;
import org.tornadormt.bench.engine.torchscript.PickleValue.Int;
import org.tornadormt.bench.engine.torchscript.PickleValue.Persistent;
import org.tornadormt.bench.engine.torchscript.PickleValue.Text;
import org.tornadormt.bench.engine.torchscript.PickleValue.Tuple;

class PickleWriterTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 255, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE + 1L,
        Integer.MIN_VALUE - 1L, Long.MAX_VALUE, Long.MIN_VALUE})
    void anyIntComesBack(long number) {
        assertThat(written(new Int(number))).isEqualTo(new Int(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "two\nlines", "ü€😀"})
    void anyTextComesBack(String text) {
        assertThat(written(new Text(text))).isEqualTo(new Text(text));
    }

    @Test
    void everyKindOfValueComesBackInItsOrder() {
        Map<String, PickleValue> attributes = new LinkedHashMap<>();
        attributes.put("training", new Bool(false));
        attributes.put("ready", new Bool(true));
        attributes.put("alpha", new Call(new Global("torch._utils", "rebuild"),
                Tuple.of(new Persistent(Tuple.of(new Text("storage"), new Int(7))), Tuple.of(), new Int(-3))));
        attributes.put("inner", new Instance(new Global("__torch__", "Block"), new Dict(Map.of())));
        PickleValue value = new Instance(new Global("__torch__", "Rmt"), new Dict(attributes));

        PickleValue back = written(value);

        assertThat(back).isEqualTo(value);
        assertThat(((Instance) back).attributes().items().keySet()).containsExactly("training", "ready", "alpha",
                "inner");
    }

    @Test
    void theBytesAreThoseOfTheDocumentation() {
        byte[] bytes = PickleWriter.bytes(Tuple.of(new Text("é"), new Int(258), new Bool(true),
                new Global("torch", "FloatStorage")));

        // PROTO 2, MARK, BINUNICODE of 2 bytes, BININT, NEWTRUE, GLOBAL, TUPLE, STOP, as pickletools describes them.
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(
                "\u0080\u0002(X\u0002\0\0\0\u00c3\u00a9J\u0002\u0001\0\0\u0088ctorch\nFloatStorage\nt.");
    }

    private static PickleValue written(PickleValue value) {
        return PickleMachine.load(PickleWriter.bytes(value));
    }
}
