package org.tornadormt.cli.picture;

import java.util.List;
import java.util.function.ObjDoubleConsumer;
import org.tornadormt.cli.picture.Canvas.Align;
import org.tornadormt.cli.picture.Canvas.Spot;

/**
 * Pictures with their titles, one below the other: what a file of pictures holds.
 *
 * @param pictures at least one
 */
public record Sheet(List<? extends Picture> pictures) {
    /** Height of the letters. */
    static final int TEXT_SIZE = 12;
    private static final double TITLE_HEIGHT = 34;
    private static final double LETTER_WIDTH = 7;

    /** Copies the pictures. */
    public Sheet {
        pictures = List.copyOf(pictures);
    }

    double width() {
        return pictures.stream().mapToDouble(one -> Math.max(one.width(), one.title().length() * LETTER_WIDTH)).max()
                .orElseThrow();
    }

    double height() {
        return pictures.stream().mapToDouble(one -> TITLE_HEIGHT + one.height()).sum();
    }

    /** Writes the titles; {@code each} draws a picture at a distance from the top. */
    void draw(Canvas canvas, ObjDoubleConsumer<Picture> each) {
        double top = 0;
        for (Picture picture : pictures) {
            canvas.text(picture.title(), new Spot(TEXT_SIZE, top + 2.0 * TEXT_SIZE), Align.START, Ink.TEXT);
            top += TITLE_HEIGHT;
            each.accept(picture, top);
            top += picture.height();
        }
    }
}
