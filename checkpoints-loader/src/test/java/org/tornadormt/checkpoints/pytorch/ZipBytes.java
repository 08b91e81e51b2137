package org.tornadormt.checkpoints.pytorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zip files with the library of Java, and damages them in chosen places. */
final class ZipBytes {
    static final int LOCAL_HEADER = 0x04034b50;
    static final int DIRECTORY_HEADER = 0x02014b50;
    static final int END = 0x06054b50;

    private ZipBytes() {}

    /** A file as torch.save writes it, of this pickle and these storages. */
    static byte[] torchFile(byte[] pickle, byte[]... storages) {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/byteorder", "little".getBytes(UTF_8));
        for (int i = 0; i < storages.length; i++) {
            entries.put("archive/data/" + i, storages[i]);
        }
        entries.put("archive/version", "3\n".getBytes(UTF_8));
        return zip(entries, ZipEntry.STORED);
    }

    static byte[] zip(Map<String, byte[]> entries, int method) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                var crc = new CRC32();
                crc.update(content.getValue());
                var entry = new ZipEntry(content.getKey());
                entry.setMethod(method);
                entry.setSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Where the first of these four bytes stands. */
    static int find(byte[] zip, int signature) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int place = 0;
        while (bytes.getInt(place) != signature) {
            place++;
        }
        return place;
    }

    /** A copy with other bytes at a place, the lowest byte first. */
    static byte[] patched(byte[] zip, int place, int length, long value) {
        byte[] patched = zip.clone();
        for (int i = 0; i < length; i++) {
            patched[place + i] = (byte) (value >> (i * Byte.SIZE));
        }
        return patched;
    }

    /** Little-endian float32. */
    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
