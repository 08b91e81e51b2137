package org.tornadormt.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of tokens: {@code 4096}, {@code 4k} = 4 * 1024, {@code 1M} = 1024 * 1024. */
public final class TokenCount implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([kKmM]?)");

    @Override
    public Integer convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a number of tokens such as 4096, 64k or 1M");
        }
        int shift = switch (matcher.group(2)) {
            case "k", "K" -> 10;
            case "m", "M" -> 20;
            default -> 0;
        };
        long tokens = Long.parseLong(matcher.group(1)) << shift;
        if (tokens > Integer.MAX_VALUE) {
            throw new TypeConversionException("'" + text + "' is more than " + Integer.MAX_VALUE + " tokens");
        }
        return (int) tokens;
    }
}
