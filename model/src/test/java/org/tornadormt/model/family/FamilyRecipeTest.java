package org.tornadormt.model.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadormt.model.TransformerConfig.Head;
import org.tornadormt.model.fixtures.Fixture;

/** What CONTRIBUTING.md asks of a family has been done for all of them. */
class FamilyRecipeTest {
    private static final Path CONTRIBUTING = Path.of("../CONTRIBUTING.md");
    private static final long LARGEST_FIXTURE = 300_000;

    static Stream<String> modelTypes() {
        return Family.ALL.stream().map(Family::modelType);
    }

    @ParameterizedTest
    @MethodSource("modelTypes")
    void everyFamilyHasNumbersOfPyTorch(String modelType) throws IOException {
        List<Fixture> fixtures = fixtures(modelType);

        assertThat(fixtures).as("cases of %s, see tools/reference", modelType).extracting(Fixture::kind)
                .contains("forward");
        if (fixtures.getFirst().load().config().head() == Head.LANGUAGE_MODEL) {
            assertThat(fixtures).as("cases of %s", modelType).extracting(Fixture::kind).contains("generate");
        }
    }

    @ParameterizedTest
    @MethodSource("modelTypes")
    void theFixturesOfEveryFamilyAreSmall(String modelType) throws IOException {
        for (Fixture fixture : fixtures(modelType)) {
            try (Stream<Path> files = Files.list(fixture.folder())) {
                assertThat(files.mapToLong(file -> file.toFile().length()).sum()).as("bytes of %s", fixture.folder())
                        .isLessThan(LARGEST_FIXTURE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modelTypes")
    void theTableForContributorsNamesEveryFamilyAndFixturesOfIt(String modelType) throws IOException {
        String row = Files.readAllLines(CONTRIBUTING).stream()
                .filter(line -> line.startsWith("| `" + modelType + "` |")).findFirst().orElse("");

        assertThat(row).as("row of %s in the table of families", modelType).isNotEmpty();
        String lastCell = row.substring(row.lastIndexOf('|', row.length() - 2));
        List<String> named = Pattern.compile("`([^`]+)`").matcher(lastCell).results()
                .map((MatchResult name) -> name.group(1)).toList();
        Set<String> there = new TreeSet<>();
        fixtures(modelType).forEach(fixture -> there.add(fixture.folder().getFileName().toString()));
        assertThat(named).as("fixtures of %s", modelType).isNotEmpty().allMatch(there::contains);
    }

    private static List<Fixture> fixtures(String modelType) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Fixture> fixtures = new ArrayList<>();
        for (Fixture fixture : Fixture.all()) {
            Path config = fixture.folder().resolve("config.json");
            if (mapper.readTree(config.toFile()).path("model_type").asText().equals(modelType)) {
                fixtures.add(fixture);
            }
        }
        return fixtures;
    }
}
