package org.tornadormt.checkpoints.pytorch;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * A zip file whose entries are stored as they are, as {@code torch.save} writes it, of any size (zip64). An entry is a
 * view of the file, so nothing is unpacked; a compressed entry is refused, however small it says it is.
 */
final class StoredZip {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER_BYTES = 30;

    private final ZipDirectory directory;
    private final Map<String, ZipDirectoryEntry> entries = new LinkedHashMap<>();

    /**
     * Reads the directory.
     *
     * @param file        the whole file
     * @param description the file, for messages
     * @throws CheckpointException if it has no sound directory
     */
    StoredZip(MemorySegment file, String description) {
        this.directory = ZipDirectory.find(file, description);
        long position = directory.begin();
        for (long i = 0; i < directory.entryCount(); i++) {
            var entry = ZipDirectoryEntry.read(directory, position);
            if (entries.put(entry.name(), entry) != null) {
                throw damaged("has two entries of the name " + entry.name());
            }
            position = entry.next();
        }
        if (position != directory.end()) {
            throw damaged("its directory has %d bytes that belong to no entry".formatted(directory.end() - position));
        }
    }

    /** The names of all entries, in the order of the directory. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** The CRC-32 that the directory gives for an entry that is there. */
    int checksum(String name) {
        return entries.get(name).checksum();
    }

    /**
     * The content of an entry that is there, a view of the file.
     *
     * @throws CheckpointException if it is compressed or encrypted, or does not lie before the directory
     */
    MemorySegment content(String name) {
        ZipDirectoryEntry entry = entries.get(name);
        if (!entry.isStored()) {
            throw new CheckpointException(("%s: entry %s is compressed or encrypted, which torch.save never does; load "
                    + "it with torch.load and save it again").formatted(directory.description(), name));
        }
        MemorySegment file = directory.file();
        long limit = directory.begin();
        long header = entry.localHeader();
        if (header > limit - LOCAL_HEADER_BYTES || ZipDirectory.i4(file, header) != LOCAL_HEADER) {
            throw damaged("entry %s is not where the directory says".formatted(name));
        }
        int nameBytes = ZipDirectory.u2(file, header + 26);
        long begin = header + LOCAL_HEADER_BYTES + nameBytes + ZipDirectory.u2(file, header + 28);
        if (begin > limit || entry.size() > limit - begin) {
            throw damaged("entry %s has %d bytes, more than the file holds".formatted(name, entry.size()));
        }
        if (!directory.utf8(header + LOCAL_HEADER_BYTES, nameBytes).equals(name)) {
            throw damaged("entry %s has another name where its data begin".formatted(name));
        }
        return file.asSlice(begin, entry.size());
    }

    private CheckpointException damaged(String what) {
        return new CheckpointException("%s: %s; the file is damaged".formatted(directory.description(), what));
    }
}
