package org.tornadormt.checkpoints.pytorch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * Where the central directory of a zip file lies (APPNOTE.TXT of PKWARE, sections 4.3.14 to 4.3.16).
 *
 * @param file        the whole file
 * @param begin       the first byte of the directory
 * @param end         the byte after its last
 * @param entryCount  how many entries it says it has
 * @param description the file, for messages
 */
record ZipDirectory(MemorySegment file, long begin, long end, long entryCount, String description) {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int ZIP64_LOCATOR_BYTES = 20;
    private static final int ZIP64_END = 0x06064b50;
    private static final int ZIP64_END_BYTES = 56;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * @throws CheckpointException if there is no directory, or it does not lie in the file
     */
    static ZipDirectory find(MemorySegment file, String description) {
        long end = endRecord(file, description);
        if (u2(file, end + 4) != u2(file, end + 6)) {
            throw problem(description, "is a part of a zip file in several parts");
        }
        long locator = end - ZIP64_LOCATOR_BYTES;
        if (locator >= 0 && i4(file, locator) == ZIP64_LOCATOR) {
            long zip64 = i8(file, locator + 8);
            if (zip64 < 0 || zip64 > locator - ZIP64_END_BYTES || i4(file, zip64) != ZIP64_END) {
                throw problem(description, "its zip64 directory is not where it should be");
            }
            return checked(file, i8(file, zip64 + 48), i8(file, zip64 + 40), i8(file, zip64 + 32), zip64, description);
        }
        return checked(file, u4(file, end + 16), u4(file, end + 12), u2(file, end + 10), end, description);
    }

    private static ZipDirectory checked(MemorySegment file, long begin, long bytes, long entryCount, long limit,
            String description) {
        // Each is an unsigned number of 64 bits: one that is negative here is absurd as well.
        if (begin < 0 || bytes < 0 || begin > limit || bytes != limit - begin || entryCount < 0) {
            throw problem(description, "the directory at its end does not lie in the file; was it cut off?");
        }
        return new ZipDirectory(file, begin, limit, entryCount, description);
    }

    /** The record at the very end, which a comment of any content may follow. */
    private static long endRecord(MemorySegment file, String description) {
        long last = file.byteSize() - END_BYTES;
        for (long place = last; place >= 0 && last - place <= LONGEST_COMMENT; place--) {
            if (i4(file, place) == END && u2(file, place + 20) == last - place) {
                return place;
            }
        }
        throw problem(description, "has no directory at its end, as a zip file must; was it cut off?");
    }

    /** A text in the file, which the caller has found to lie in it. */
    String utf8(long begin, int length) {
        try {
            ByteBuffer text = ByteBuffer.wrap(file.asSlice(begin, length).toArray(ValueLayout.JAVA_BYTE));
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException _) {
            throw problem(description, "has an entry whose name is not UTF-8; the file is damaged");
        }
    }

    static int u2(MemorySegment file, long position) {
        return Short.toUnsignedInt(file.get(SHORT, position));
    }

    static int i4(MemorySegment file, long position) {
        return file.get(INT, position);
    }

    static long u4(MemorySegment file, long position) {
        return Integer.toUnsignedLong(file.get(INT, position));
    }

    static long i8(MemorySegment file, long position) {
        return file.get(LONG, position);
    }

    private static CheckpointException problem(String description, String what) {
        return new CheckpointException(description + ": " + what);
    }
}
