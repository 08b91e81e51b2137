package org.tornadormt.bench.engine.torchscript;

import java.util.List;
import java.util.Map;

/** A Python object as {@code pickle} describes it, reduced to what a TorchScript module consists of. */
sealed interface PickleValue {

    /** A {@code bool}. */
    record Bool(boolean value) implements PickleValue {}

    /** An {@code int} of up to 64 bits. */
    record Int(long value) implements PickleValue {}

    /** A {@code str}. */
    record Text(String value) implements PickleValue {}

    /** A {@code tuple}. */
    record Tuple(List<PickleValue> items) implements PickleValue {
        static Tuple of(PickleValue... items) {
            return new Tuple(List.of(items));
        }

        static Tuple of(List<Long> items) {
            return new Tuple(items.stream().<PickleValue>map(Int::new).toList());
        }

        Tuple reversed() {
            return new Tuple(items.reversed());
        }
    }

    /** A {@code dict} with keys of type {@code str}, written in the order of the map. */
    record Dict(Map<String, PickleValue> items) implements PickleValue {}

    /** A class or function, which is written by its name. */
    record Global(String module, String name) implements PickleValue {}

    /** What a function returns for these arguments. */
    record Call(Global function, Tuple arguments) implements PickleValue {}

    /** An object of a class, made without arguments and then given its attributes. */
    record Instance(Global type, Dict attributes) implements PickleValue {}

    /** Something that lies outside the pickle; whoever reads it finds it by this key. */
    record Persistent(PickleValue key) implements PickleValue {}
}
