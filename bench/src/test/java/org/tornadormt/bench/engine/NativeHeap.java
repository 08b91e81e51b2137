package org.tornadormt.bench.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What the C library of Linux says of this process's memory. */
final class NativeHeap {
    /** Ten of size_t: arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost. */
    private static final StructLayout MALLINFO = MemoryLayout
            .structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
    private static final int BYTES_MAPPED = 4;
    private static final int BYTES_OF_SMALL_BLOCKS = 7;

    private NativeHeap() {}

    /** Bytes that were allocated and not freed; skips the test where the C library does not tell. */
    static long bytes() throws Throwable {
        Linker linker = Linker.nativeLinker();
        var function = linker.defaultLookup().find("mallinfo2");
        assumeTrue(function.isPresent(), "this C library has no mallinfo2");
        MethodHandle mallinfo = linker.downcallHandle(function.get(), FunctionDescriptor.of(MALLINFO));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, BYTES_MAPPED)
                    + info.getAtIndex(ValueLayout.JAVA_LONG, BYTES_OF_SMALL_BLOCKS);
        }
    }
}
