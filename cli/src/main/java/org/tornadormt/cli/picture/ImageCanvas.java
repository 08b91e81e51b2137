package org.tornadormt.cli.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws on an image. */
public final class ImageCanvas implements Canvas {
    /** Dots of the image for each unit, so that it is sharp on fine screens. */
    private static final int SCALE = 2;

    private final Graphics2D graphics;

    private ImageCanvas(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** Writes a PNG of pictures with their titles, one below the other. */
    public static void writePng(Sheet sheet, OutputStream file) throws IOException {
        BufferedImage image = new BufferedImage((int) sheet.width() * SCALE, (int) sheet.height() * SCALE,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Sheet.TEXT_SIZE));
        graphics.setBackground(Color.WHITE);
        graphics.clearRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(SCALE, SCALE);
        ImageCanvas canvas = new ImageCanvas(graphics);
        sheet.draw(canvas, (picture, top) -> {
            graphics.translate(0, top);
            picture.draw(canvas);
            graphics.translate(0, -top);
        });
        graphics.dispose();
        ImageIO.write(image, "png", file);
    }

    @Override
    public void path(List<Spot> spots, Ink ink, boolean broken) {
        Path2D path = new Path2D.Double();
        path.moveTo(spots.getFirst().x(), spots.getFirst().y());
        spots.forEach(spot -> path.lineTo(spot.x(), spot.y()));
        float width = ink == Ink.GRID ? 1 : 1.5f;
        graphics.setStroke(broken
                ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[]{6, 4}, 0)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.setColor(new Color(ink.rgb()));
        graphics.draw(path);
    }

    @Override
    public void dot(Spot centre, double radius, Ink ink) {
        graphics.setColor(new Color(ink.rgb()));
        graphics.fill(new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void cell(Spot corner, double width, double height, int rgb) {
        // Smoothed edges would let the ground shine through between cells.
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        graphics.setColor(new Color(rgb));
        graphics.fill(new Rectangle2D.Double(corner.x(), corner.y(), width, height));
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    @Override
    public void text(String text, Spot at, Align align, Ink ink) {
        double width = graphics.getFontMetrics().stringWidth(text);
        double before = switch (align) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        graphics.setColor(new Color(ink.rgb()));
        graphics.drawString(text, (float) (at.x() - before), (float) at.y());
    }

    @Override
    public void uprightText(String text, Spot at, Align align, Ink ink) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(at.x(), at.y());
        graphics.rotate(-Math.PI / 2);
        text(text, new Spot(0, 0), align, ink);
        graphics.setTransform(before);
    }
}
