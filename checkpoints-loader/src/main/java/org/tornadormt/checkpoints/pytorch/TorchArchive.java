package org.tornadormt.checkpoints.pytorch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.tornadormt.checkpoints.CheckpointException;

/**
 * The parts of a file of {@code torch.save}: a zip file with {@code <folder>/data.pkl}, the pickle, and
 * {@code <folder>/data/<key>}, the elements of the storages; the name of the folder is of no meaning.
 */
final class TorchArchive {
    /** The pickle of a model of ten thousand tensors with the state of its optimizer has about three million bytes. */
    private static final long LARGEST_PICKLE = 64L << 20;

    private static final byte[] ZIP_BEGIN = {'P', 'K', 3, 4};
    private static final byte PICKLE_BEGIN = (byte) 0x80;
    /** Protocol 2, then the number 0x1950a86a20f9469cfc6c. */
    private static final byte[] LEGACY_BEGIN = {PICKLE_BEGIN, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46,
        (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};

    private static final String PICKLE = "/data.pkl";
    private static final byte[] LITTLE_ENDIAN = "little".getBytes(StandardCharsets.US_ASCII);

    private final String description;
    private final StoredZip zip;
    private final String folder;

    /**
     * @param file        the whole file
     * @param description the file, for messages
     * @throws CheckpointException if it is not a file of {@code torch.save} that is read here
     */
    TorchArchive(MemorySegment file, String description) {
        this.description = description;
        requireZip(file);
        this.zip = new StoredZip(file, description);
        this.folder = folder();
        if (zip.names().contains(folder + "/constants.pkl")
                || zip.names().stream().anyMatch(name -> name.startsWith(folder + "/code/"))) {
            throw problem("is a TorchScript program, which is not run here; in Python, save what torch.jit.load(…)"
                    + ".state_dict() gives with torch.save");
        }
        requireLittleEndian();
    }

    private void requireZip(MemorySegment file) {
        if (file.byteSize() == 0) {
            throw problem("is empty; was the download complete?");
        }
        if (startsWith(file, LEGACY_BEGIN)) {
            throw problem("is in the format of PyTorch before 1.6, which is not read here; load it in Python with "
                    + "torch.load(…, weights_only=True) and save it again with torch.save");
        }
        if (startsWith(file, new byte[]{PICKLE_BEGIN})) {
            throw problem(
                    "is a pickle, but not a file of torch.save; save the state_dict of the model with torch.save");
        }
        if (!startsWith(file, ZIP_BEGIN)) {
            throw problem("is not a file of torch.save, which begins with the letters PK; is it damaged or of another "
                    + "kind?");
        }
    }

    private static boolean startsWith(MemorySegment file, byte[] begin) {
        return file.byteSize() >= begin.length
                && Arrays.equals(file.asSlice(0, begin.length).toArray(ValueLayout.JAVA_BYTE), begin);
    }

    private String folder() {
        List<String> pickles = zip.names().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (pickles.size() != 1) {
            throw problem(pickles.isEmpty()
                    ? "is a zip file without a data.pkl, so it is not from torch.save; is it of another kind?"
                    : "has more than one data.pkl (%s); the file is damaged".formatted(String.join(", ", pickles)));
        }
        return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
    }

    private void requireLittleEndian() {
        String byteOrder = folder + "/byteorder";
        if (zip.names().contains(byteOrder) && !startsWith(zip.content(byteOrder), LITTLE_ENDIAN)) {
            throw problem("was written on a big-endian machine, which is not read here; load and save it on a "
                    + "little-endian one");
        }
    }

    /** The pickle, whole and undamaged. */
    PickleInput pickle() {
        MemorySegment pickle = zip.content(folder + PICKLE);
        if (pickle.byteSize() > LARGEST_PICKLE) {
            throw problem("its data.pkl has %,d bytes, too many for the description of tensors"
                    .formatted(pickle.byteSize()));
        }
        var actual = new CRC32();
        actual.update(pickle.asByteBuffer());
        int expected = zip.checksum(folder + PICKLE);
        // Zero is what PyTorch writes if it was told not to compute checksums.
        if (expected != 0 && expected != (int) actual.getValue()) {
            throw problem("its data.pkl does not have the checksum that it should have; the file is damaged");
        }
        return new PickleInput(pickle, description + ": data.pkl");
    }

    /**
     * The elements of a storage, a view of the file.
     *
     * @throws CheckpointException if they are not there, or not as many as the pickle says
     */
    MemorySegment data(Storage storage) {
        String name = folder + "/data/" + storage.key();
        if (!zip.names().contains(name)) {
            throw problem("its data.pkl needs data/%s, which is not there; the file is damaged"
                    .formatted(storage.key()));
        }
        MemorySegment data = zip.content(name);
        int elementBytes = storage.elements().byteSize();
        long bytes = data.byteSize();
        if (bytes % elementBytes != 0 || bytes / elementBytes != storage.elementCount()) {
            throw problem("its data/%s has %d bytes, but data.pkl says %d elements of %s; the file is damaged"
                    .formatted(storage.key(), bytes, storage.elementCount(), storage.elements()));
        }
        return data;
    }

    private CheckpointException problem(String what) {
        return new CheckpointException(description + ": " + what);
    }
}
