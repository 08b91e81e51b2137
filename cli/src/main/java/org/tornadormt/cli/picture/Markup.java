package org.tornadormt.cli.picture;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes SVG, and HTML that is well-formed XML too: the JDK's writer escapes whatever stands in texts and attributes. Elements
 * that HTML knows as empty are written with {@link #empty}, all others with {@link #open}.
 */
public final class Markup {
    private final XMLStreamWriter writer;

    private Markup(XMLStreamWriter writer) {
        this.writer = writer;
    }

    /** A page in UTF-8; {@link #end} finishes it. */
    public static Markup page(OutputStream out) {
        Markup markup = new Markup(writer(out));
        markup.attempt(() -> markup.writer.writeDTD("<!DOCTYPE html>"));
        return markup;
    }

    /** A document in UTF-8 of any kind of XML; {@link #end} finishes it. */
    static Markup document(OutputStream out) {
        Markup markup = new Markup(writer(out));
        markup.attempt(() -> markup.writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0"));
        return markup;
    }

    private static XMLStreamWriter writer(OutputStream out) {
        try {
            return XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the JDK's own writer of XML is not there", e);
        }
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn; numbers are written with two digits at most
     */
    public Markup open(String element, Object... attributes) {
        return attempt(() -> {
            writer.writeStartElement(element);
            writeAttributes(attributes);
        });
    }

    /** Ends the element that was begun last. */
    public Markup close() {
        // An end tag of its own, which HTML wants also where there is nothing inside.
        return attempt(() -> {
            writer.writeCharacters("");
            writer.writeEndElement();
        });
    }

    /** An element with nothing inside. */
    public Markup empty(String element, Object... attributes) {
        return attempt(() -> {
            writer.writeEmptyElement(element);
            writeAttributes(attributes);
        });
    }

    /** An element with a text inside. */
    public Markup text(String element, String text, Object... attributes) {
        return open(element, attributes).characters(text).close();
    }

    /** A text; what XML cannot hold is shown as a replacement character. */
    public Markup characters(String text) {
        return attempt(() -> writer.writeCharacters(holdable(text)));
    }

    /** Ends all elements and the page. */
    public void end() {
        attempt(() -> {
            writer.writeEndDocument();
            writer.close();
        });
    }

    private void writeAttributes(Object... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i].toString(), holdable(value(attributes[i + 1])));
        }
    }

    private static String value(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.2f", number).replaceFirst("\\.?0+$", "")
                : value.toString();
    }

    private static String holdable(String text) {
        return text.codePoints().map(c -> isHoldable(c) ? c : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** XML 1.0, production 2. */
    private static boolean isHoldable(int codePoint) {
        return codePoint == '\t' || codePoint == '\n' || codePoint == '\r'
                || codePoint >= 0x20 && codePoint < 0xD800 || codePoint > 0xDFFF && codePoint < 0xFFFE
                || codePoint > 0xFFFF;
    }

    private Markup attempt(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a page cannot be written: " + e.getMessage(), e);
        }
    }

    /** A step that may fail. */
    private interface Writing {
        void write() throws XMLStreamException;
    }
}
