package org.tornadormt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TokenCountTest {

    @ParameterizedTest
    @CsvSource({"0,0", "499,499", "1k,1024", "64K,65536", "1M,1048576", "2m,2097152", "2047M,2146435072"})
    void readsNumbersWithBinarySuffixes(String text, int tokens) {
        assertThat(new TokenCount().convert(text)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "1.5M", "-1", "1G", "2048M", "99999999999k", "9999999999999", "1 k"})
    void refusesEverythingElse(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new TokenCount().convert(text))
                .withMessageContaining(text);
    }
}
