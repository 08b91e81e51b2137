package org.tornadormt.cli.picture;

/** Something that can be drawn, in units of a pixel. */
public sealed interface Picture permits HeatMap, XyChart {

    /** What it shows. */
    String title();

    /** From left to right. */
    double width();

    /** From top to bottom. */
    double height();

    /** Draws it, with the corner at the top left as the origin. */
    void draw(Canvas canvas);
}
