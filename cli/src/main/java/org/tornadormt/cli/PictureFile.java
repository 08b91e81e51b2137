package org.tornadormt.cli;

import java.util.List;
import java.util.Locale;
import org.tornadormt.checkpoints.AtomicFile;
import org.tornadormt.cli.picture.ImageCanvas;
import org.tornadormt.cli.picture.Picture;
import org.tornadormt.cli.picture.Sheet;
import org.tornadormt.cli.picture.SvgCanvas;

/** A file of pictures that a command will write at its end: PNG or SVG, as its name ends. */
public final class PictureFile {
    private static final String PNG = ".png";
    private static final String SVG = ".svg";

    private final OutputFile file;
    private final boolean vector;

    private PictureFile(OutputFile file, boolean vector) {
        this.file = file;
        this.vector = vector;
    }

    /**
     * Finds out before any long work whether a file can be written.
     *
     * @param output a file that can be written
     * @throws InputException if its name ends otherwise
     */
    public static PictureFile at(OutputFile output) {
        String name = output.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(PNG) && !name.endsWith(SVG)) {
            throw new InputException("the name of the picture " + output + " must end with " + PNG + " or " + SVG);
        }
        return new PictureFile(output, name.endsWith(SVG));
    }

    /** Writes pictures, one below the other. */
    public void write(List<? extends Picture> pictures) {
        Sheet sheet = new Sheet(pictures);
        file.write(path -> AtomicFile.write(path, out -> {
            if (vector) {
                SvgCanvas.write(sheet, out);
            } else {
                ImageCanvas.writePng(sheet, out);
            }
        }));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
