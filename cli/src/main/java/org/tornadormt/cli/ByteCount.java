package org.tornadormt.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes of files as Hugging Face writes them: {@code 5GB} = 5 · 10⁹, {@code 500MB}, {@code 2GiB} = 2 · 2³⁰. */
final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(K|M|G|T)(I?)B");

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new TypeConversionException("'" + text + "' is not a size such as 500MB, 5GB or 2GiB");
        }
        long unit = matcher.group(3).isEmpty() ? 1000 : 1024;
        long bytes = Long.parseLong(matcher.group(1));
        for (int i = 0; i <= "KMGT".indexOf(matcher.group(2)); i++) {
            bytes = Math.multiplyExact(bytes, unit);
        }
        return bytes;
    }
}
