package org.tornadormt.cli.picture;

import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws as SVG. */
public final class SvgCanvas implements Canvas {
    private final Markup out;

    private SvgCanvas(Markup out) {
        this.out = out;
    }

    /** Writes a picture as an element {@code svg} of a page. */
    public static void write(Picture picture, Markup page) {
        page.open("svg", "viewBox", "0 0 " + (int) picture.width() + " " + (int) picture.height(), "role", "img");
        page.text("title", picture.title());
        picture.draw(new SvgCanvas(page));
        page.close();
    }

    /** Writes a file of pictures with their titles, one below the other. */
    public static void write(Sheet sheet, OutputStream file) {
        Markup out = Markup.document(file);
        out.open("svg", "xmlns", "http://www.w3.org/2000/svg", "width", sheet.width(), "height", sheet.height(),
                "font-family", "sans-serif", "font-size", Sheet.TEXT_SIZE);
        SvgCanvas canvas = new SvgCanvas(out);
        canvas.cell(new Spot(0, 0), sheet.width(), sheet.height(), Ink.LIGHT_TEXT.rgb());
        sheet.draw(canvas, (picture, top) -> {
            out.open("g", "transform", "translate(0 " + (int) top + ")");
            picture.draw(canvas);
            out.close();
        });
        out.end();
    }

    @Override
    public void path(List<Spot> spots, Ink ink, boolean broken) {
        String points = spots.stream().map(spot -> number(spot.x()) + "," + number(spot.y()))
                .collect(Collectors.joining(" "));
        out.empty("polyline", "points", points, "fill", "none", "stroke", colour(ink), "stroke-width",
                ink == Ink.GRID ? 1.0 : 1.5, "stroke-dasharray", broken ? "6 4" : "none");
    }

    @Override
    public void dot(Spot centre, double radius, Ink ink) {
        out.empty("circle", "cx", centre.x(), "cy", centre.y(), "r", radius, "fill", colour(ink));
    }

    @Override
    public void cell(Spot corner, double width, double height, int rgb) {
        out.empty("rect", "x", corner.x(), "y", corner.y(), "width", width, "height", height, "fill",
                Ink.hexadecimal(rgb), "shape-rendering", "crispEdges");
    }

    @Override
    public void text(String text, Spot at, Align align, Ink ink) {
        out.text("text", text, "x", at.x(), "y", at.y(), "text-anchor", align.name().toLowerCase(Locale.ROOT), "fill",
                colour(ink));
    }

    @Override
    public void uprightText(String text, Spot at, Align align, Ink ink) {
        out.text("text", text, "transform",
                "translate(" + number(at.x()) + " " + number(at.y()) + ") rotate(-90)", "text-anchor",
                align.name().toLowerCase(Locale.ROOT), "fill", colour(ink));
    }

    private static String colour(Ink ink) {
        return Ink.hexadecimal(ink.rgb());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
