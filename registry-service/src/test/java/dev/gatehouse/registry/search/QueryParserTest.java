package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.search.SearchQuery.Clause;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class QueryParserTest {

  @Test
  void wordsMustAllMatch() {
    assertThat(parse("GitHub issues").words()).containsExactly("github", "issues");
    assertThat(parse("GitHub issues").all()).hasSize(2);
  }

  @Test
  void aPhraseStaysTogether() {
    assertThat(parse("\"pull request\" review").all())
        .containsExactly(
            List.of(new Clause(List.of("pull", "request"), true)),
            List.of(new Clause(List.of("review"), false)));
  }

  @Test
  void aPhraseThatDoesNotEndGoesToTheEnd() {
    assertThat(parse("\"pull request").all())
        .containsExactly(List.of(new Clause(List.of("pull", "request"), true)));
  }

  @Test
  void threePhrasesStayTogetherAndNoMore() {
    assertThat(parse("\"a b\" -\"c d\" \"e f\" \"g h\" -\"i j\" -k").all())
        .containsExactly(
            List.of(new Clause(List.of("a", "b"), true)),
            List.of(new Clause(List.of("e", "f"), true)),
            List.of(new Clause(List.of("g"), false)),
            List.of(new Clause(List.of("h"), false)));
    assertThat(parse("\"a b\" -\"c d\" \"e f\" \"g h\" -\"i j\" -k").none())
        .containsExactly(
            new Clause(List.of("c", "d"), true),
            new Clause(List.of("i", "j"), false),
            new Clause(List.of("k"), true));
  }

  @Test
  void aMinusExcludes() {
    assertThat(parse("browser -playwright").none())
        .containsExactly(new Clause(List.of("playwright"), true));
  }

  @Test
  void aHyphenInsideAWordDoesNot() {
    assertThat(parse("server-filesystem").words()).containsExactly("server", "filesystem");
    assertThat(parse("server-filesystem").none()).isEmpty();
  }

  @Test
  void orJoinsItsNeighbours() {
    assertThat(parse("postgres OR mysql backup").all())
        .containsExactly(
            List.of(new Clause(List.of("postgres"), false), new Clause(List.of("mysql"), false)),
            List.of(new Clause(List.of("backup"), false)));
  }

  @Test
  void fieldsNarrowTheResults() {
    assertThat(parse("pdf category:\"file systems\" transport:sse packageType:npm,").filters())
        .containsEntry(Field.CATEGORY, Set.of("file systems"))
        .containsEntry(Field.TRANSPORT, Set.of("sse"));
  }

  @Test
  void parametersAndFieldsGoTogether() {
    SearchQuery query =
        QueryParser.parse("status:active", Map.of(Field.STATUS, Set.of("deprecated")));

    assertThat(query.filters().get(Field.STATUS)).containsExactlyInAnyOrder("active", "deprecated");
  }

  @Test
  void anUnknownFieldIsText() {
    assertThat(parse("colour:red").words()).containsExactly("colour", "red");
  }

  @Test
  void theNameOfAServerIsKnownAsOne() {
    assertThat(parse("io.github.a/b-c").name()).isEqualTo("io.github.a/b-c");
  }

  @Test
  void marksOverLettersDoNotCount() {
    assertThat(parse("Météo").words()).containsExactly("meteo");
  }

  @Test
  void whatIsTooLongIsRefused() {
    assertThatThrownBy(() -> parse("x".repeat(501))).isInstanceOf(ProblemException.class);
  }

  @Property
  void everyTextIsAQueryOfLettersAndDigits(@ForAll @StringLength(max = 500) String text) {
    SearchQuery query = parse(text);

    assertThat(query.words())
        .hasSizeLessThanOrEqualTo(QueryParser.MAX_WORDS)
        .allMatch(
            word -> word.codePoints().allMatch(Character::isLetterOrDigit) || !word.isEmpty());
    assertThat(query.words()).noneMatch(word -> word.matches(".*[&|!()<>:*'\"\\\\\\s\\x00].*"));
  }

  private static SearchQuery parse(String text) {
    return QueryParser.parse(text, Map.of());
  }
}
