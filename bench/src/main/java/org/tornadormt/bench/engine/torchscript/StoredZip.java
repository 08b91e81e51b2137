package org.tornadormt.bench.engine.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A zip archive whose entries are not compressed, as PyTorch wants it. PyTorch aligns the elements of tensors to 64
 * bytes when it writes, for those who map the file; when it loads, it copies them, and they may begin anywhere.
 */
record StoredZip(List<Entry> entries) {
    private static final int CHUNK_BYTES = 1 << 16;
    /** The first moment that the format knows: the same content gives the same bytes. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** A file in the archive. */
    record Entry(String name, MemorySegment content) {

        private ZipEntry header() {
            ZipEntry header = new ZipEntry(name);
            header.setMethod(ZipEntry.STORED);
            header.setTimeLocal(NO_TIME);
            header.setSize(content.byteSize());
            header.setCrc(checksum());
            return header;
        }

        private long checksum() {
            CRC32 checksum = new CRC32();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (long done = 0; done < content.byteSize(); done += chunk.length) {
                checksum.update(chunk, 0, copy(done, chunk));
            }
            return checksum.getValue();
        }

        private void writeTo(OutputStream out) throws IOException {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (long done = 0; done < content.byteSize(); done += chunk.length) {
                out.write(chunk, 0, copy(done, chunk));
            }
        }

        private int copy(long from, byte[] chunk) {
            int length = (int) Math.min(chunk.length, content.byteSize() - from);
            MemorySegment.copy(content, ValueLayout.JAVA_BYTE, from, chunk, 0, length);
            return length;
        }

        private boolean isIn(ZipFile file) {
            ZipEntry header = file.getEntry(name);
            return header != null && header.getSize() == content.byteSize() && header.getCrc() == checksum();
        }
    }

    /**
     * Writes the archive; a checksum stands before each entry, so that each is read twice.
     *
     * @param out is not closed
     */
    void writeTo(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Entry entry : entries) {
            zip.putNextEntry(entry.header());
            entry.writeTo(zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Whether a file is an archive of these entries and no others, by length and checksum of each. */
    boolean isIn(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.size() == entries.size() && entries.stream().allMatch(entry -> entry.isIn(zip));
        } catch (ZipException _) {
            return false;
        }
    }
}
