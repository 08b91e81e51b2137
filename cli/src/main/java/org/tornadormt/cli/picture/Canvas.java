package org.tornadormt.cli.picture;

import java.util.List;

/** What pictures are drawn on, in units of a pixel from the top left. */
interface Canvas {

    /** Where a text has the point that it is put at. */
    enum Align {
        /** At its beginning. */
        START,
        /** In its middle. */
        MIDDLE,
        /** At its end. */
        END
    }

    /** A place. */
    record Spot(double x, double y) {}

    /** Lines from one place to the next. */
    void path(List<Spot> spots, Ink ink, boolean broken);

    /** A filled circle. */
    void dot(Spot centre, double radius, Ink ink);

    /** A filled rectangle. */
    void cell(Spot corner, double width, double height, int rgb);

    /** A text in one line. */
    void text(String text, Spot at, Align align, Ink ink);

    /** A text in one line from below to above. */
    void uprightText(String text, Spot at, Align align, Ink ink);
}
