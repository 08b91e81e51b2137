package org.tornadormt.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkupTest {

    private static String page(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Markup page = Markup.page(out);
        page.open("p", "title", text, "x", 1.5, "y", 100.0).characters(text).close().end();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void textsAndAttributesAreEscaped() {
        assertThat(page("a<b & \"c\"")).isEqualTo("<!DOCTYPE html><p title=\"a&lt;b &amp; &quot;c&quot;\" x=\"1.5\""
                + " y=\"100\">a&lt;b &amp; \"c\"</p>");
    }

    @Test
    void whatXmlCannotHoldIsReplaced() {
        assertThat(page("a\u0000b\uD800c😀")).contains(">a\uFFFDb\uFFFDc😀</p>");
    }

    @Test
    void anElementWithNothingInsideHasAnEndTag() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Markup page = Markup.page(out);
        page.open("p").close();
        page.empty("br").end();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<!DOCTYPE html><p></p><br/>");
    }
}
