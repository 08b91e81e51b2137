package org.tornadormt.checkpoints.pytorch;

import static org.tornadormt.checkpoints.pytorch.ZipDirectory.i4;
import static org.tornadormt.checkpoints.pytorch.ZipDirectory.i8;
import static org.tornadormt.checkpoints.pytorch.ZipDirectory.u2;
import static org.tornadormt.checkpoints.pytorch.ZipDirectory.u4;

import java.lang.foreign.MemorySegment;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * One entry of the central directory of a zip file (APPNOTE.TXT of PKWARE, sections 4.3.12 and 4.5.3).
 *
 * @param name        its name
 * @param isStored    whether its data are stored as they are, neither compressed nor encrypted
 * @param size        its bytes, when they are read; 0 or more
 * @param localHeader where the header before its data begins; 0 or more
 * @param checksum    its CRC-32
 * @param next        where the next entry of the directory begins
 */
record ZipDirectoryEntry(String name, boolean isStored, long size, long localHeader, int checksum, long next) {
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int ZIP64_FIELD = 1;
    private static final long IN_ZIP64_FIELD = 0xFFFFFFFFL;

    /**
     * @param directory the directory
     * @param begin     where the entry begins
     * @throws CheckpointException if there is no sound entry
     */
    static ZipDirectoryEntry read(ZipDirectory directory, long begin) {
        MemorySegment file = directory.file();
        if (begin > directory.end() - HEADER_BYTES || i4(file, begin) != HEADER) {
            throw damaged(directory, "has fewer entries than it says");
        }
        long nameEnd = begin + HEADER_BYTES + u2(file, begin + 28);
        long extraEnd = nameEnd + u2(file, begin + 30);
        long end = extraEnd + u2(file, begin + 32);
        if (end > directory.end()) {
            throw damaged(directory, "ends inside an entry");
        }
        String name = directory.utf8(begin + HEADER_BYTES, u2(file, begin + 28));
        boolean isStored = (u2(file, begin + 8) & ENCRYPTED) == 0 && u2(file, begin + 10) == STORED;
        long[] sizes = {u4(file, begin + 24), u4(file, begin + 20), u4(file, begin + 42)};
        readZip64(file, nameEnd, extraEnd, sizes);
        if (isStored && sizes[0] != sizes[1] || sizes[0] < 0 || sizes[2] < 0) {
            throw damaged(directory, "gives sizes that cannot be for entry " + name);
        }
        return new ZipDirectoryEntry(name, isStored, sizes[0], sizes[2], i4(file, begin + 16), end);
    }

    /** Replaces the numbers that did not fit into 32 bits: the zip64 field holds only those, in their order. */
    private static void readZip64(MemorySegment file, long begin, long end, long[] sizes) {
        long field = begin;
        while (field <= end - 4) {
            long fieldEnd = field + 4 + u2(file, field + 2);
            if (u2(file, field) == ZIP64_FIELD) {
                long number = field + 4;
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == IN_ZIP64_FIELD && number <= Math.min(fieldEnd, end) - Long.BYTES) {
                        sizes[i] = i8(file, number);
                        number += Long.BYTES;
                    }
                }
                return;
            }
            field = fieldEnd;
        }
    }

    private static CheckpointException damaged(ZipDirectory directory, String what) {
        return new CheckpointException("%s: its zip directory %s; the file is damaged"
                .formatted(directory.description(), what));
    }
}
