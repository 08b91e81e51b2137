package org.tornadormt.kernels.vector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@link TileLoops} as one class for each step that is a power of two. The JIT takes the check of an index out of a loop
 * only if it grows by such a constant; with the checks inside, a tile runs at half to nine tenths of its speed. The field of
 * an object is no constant, and the loops once for each step would be the same code many times: so the class is loaded
 * many times, and told its step by its class data.
 */
final class TileClasses {
    private static final MethodType CONSTRUCTOR = MethodType.methodType(void.class, MemorySegment.class, long.class,
            long.class);
    private static final Map<Long, MethodHandle> CONSTRUCTORS = new ConcurrentHashMap<>();

    private TileClasses() {}

    /** See {@link Tile#of}. */
    static Tile tile(MemorySegment a, long rowStride, long step) {
        if (!isFast(step)) {
            return new TileLoops(a, rowStride, step);
        }
        try {
            return (Tile) CONSTRUCTORS.computeIfAbsent(step, TileClasses::load).invokeExact(a, rowStride, step);
        } catch (Throwable e) {
            throw new IllegalStateException("the constructor of a tile throws nothing", e);
        }
    }

    /** Whether there is a class for that step. */
    static boolean isFast(long step) {
        return Long.bitCount(step) == 1;
    }

    /** The smallest step that is fast and not less than {@code size}. */
    static int fastStep(int size) {
        return size == 1 ? 1 : 2 * Integer.highestOneBit(size - 1);
    }

    /** The step that the class of {@code lookup} was loaded for, or 0. */
    static long knownStep(Lookup lookup) {
        try {
            Long step = MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, Long.class);
            return step == null ? 0 : step;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a class may read its own data", e);
        }
    }

    private static MethodHandle load(long step) {
        String file = TileLoops.class.getSimpleName() + ".class";
        try (InputStream in = TileLoops.class.getResourceAsStream(file)) {
            Lookup loaded = MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), step, true,
                    ClassOption.STRONG);
            MethodHandle constructor = loaded.findConstructor(loaded.lookupClass(), CONSTRUCTOR);
            return constructor.asType(constructor.type().changeReturnType(Tile.class));
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(file + " cannot be loaded again", e);
        }
    }
}
