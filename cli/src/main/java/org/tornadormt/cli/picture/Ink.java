package org.tornadormt.cli.picture;

import java.util.Locale;

/**
 * Colours of pictures. Those of {@link Series} differ for colour-blind people too (Okabe and Ito, "Color universal
 * design", 2008).
 */
public enum Ink {
    /** A series. */
    BLUE(0x0072B2),
    /** A series. */
    ORANGE(0xD55E00),
    /** A series. */
    GREEN(0x009E73),
    /** A series. */
    PINK(0xCC79A7),
    /** A series. */
    YELLOW(0xE69F00),
    /** What a series is compared with. */
    GREY(0x777777),
    /** Texts. */
    TEXT(0x333333),
    /** Texts on a dark ground. */
    LIGHT_TEXT(0xFFFFFF),
    /** Lines behind everything. */
    GRID(0xE2E2E2);

    private final int rgb;

    Ink(int rgb) {
        this.rgb = rgb;
    }

    int rgb() {
        return rgb;
    }

    /** As SVG has it. */
    static String hexadecimal(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
