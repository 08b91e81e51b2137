package org.tornadormt.checkpoints.pytorch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The instructions of a pickle that are carried out here: those that Python's pickler writes for containers, numbers,
 * texts and tensors in its binary protocols. Names and codes are those of Python's module {@code pickletools}.
 */
enum Opcode {
    /** The version of the language follows. */
    PROTO(0x80),
    /** The length of what is read ahead follows; of no meaning here. */
    FRAME(0x95),
    /** The value on top of the stack is the result. */
    STOP('.'),

    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    BININT1('K'),
    BININT2('M'),
    BININT('J'),
    LONG1(0x8a),
    BINFLOAT('G'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE('X'),
    BINUNICODE8(0x8d),
    SHORT_BINBYTES('C'),
    BINBYTES('B'),
    BINBYTES8(0x8e),

    MARK('('),
    EMPTY_TUPLE(')'),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    TUPLE('t'),
    EMPTY_LIST(']'),
    APPEND('a'),
    APPENDS('e'),
    EMPTY_DICT('}'),
    SETITEM('s'),
    SETITEMS('u'),

    /** Keeps the top of the stack in a numbered place, and fetches it again. */
    BINPUT('q'),
    LONG_BINPUT('r'),
    MEMOIZE(0x94),
    BINGET('h'),
    LONG_BINGET('j'),

    /** Names a function or class of Python. */
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    /** Calls it. */
    REDUCE('R'),
    /** Gives an object its attributes. */
    BUILD('b'),
    /** Refers to something that is kept outside the pickle: the elements of a tensor. */
    BINPERSID('Q');

    private static final Map<Integer, Opcode> BY_CODE = byCode();

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The instruction of this code, if it is one that is carried out here. */
    static Optional<Opcode> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    private static Map<Integer, Opcode> byCode() {
        var byCode = new HashMap<Integer, Opcode>();
        for (Opcode opcode : values()) {
            byCode.put(opcode.code, opcode);
        }
        return Map.copyOf(byCode);
    }
}
