package dev.gatehouse.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededScopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "get_user      | {}                                             | false | READ",
        "getUser       | {}                                             | false | READ",
        "list-things   | {}                                             | false | READ",
        "create_user   | {}                                             | false | WRITE",
        "delete_user   | {}                                             | false | ADMIN",
        "revokeKey     | {}                                             | false | ADMIN",
        "echo          | {}                                             | false | WRITE",
        "getter        | {}                                             | false | WRITE",
        "echo          | {'annotations':{'readOnlyHint':true}}          | false | WRITE",
        "echo          | {'annotations':{'readOnlyHint':true}}          | true  | READ",
        "delete_user   | {'annotations':{'readOnlyHint':true}}          | false | ADMIN",
        "get_user      | {'annotations':{'readOnlyHint':false}}         | true  | WRITE",
        "get_user      | {'annotations':{'destructiveHint':true}}       | false | ADMIN",
        "create_user   | {'annotations':{'destructiveHint':false}}      | false | WRITE"
      })
  void isTheStricterOfNameAndAnnotations(
      String name, String definition, boolean trusted, Scope expected)
      throws JsonProcessingException {
    assertThat(
            NeededScope.of(
                null, name, Json.mapper().readTree(definition.replace('\'', '"')), trusted))
        .isEqualTo(expected);
  }

  @Test
  void isWhatAnAdministratorSet() throws JsonProcessingException {
    assertThat(NeededScope.of(Scope.READ, "delete_user", Json.mapper().readTree("{}"), false))
        .isEqualTo(Scope.READ);
  }
}
