package dev.gatehouse.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import org.junit.jupiter.api.Test;

/** The rules find what they are there to find. */
class ArchitectureRulesTest {

  static class Forgotten {
    @GET
    public String get() {
      return "";
    }
  }

  static class Stated {
    @GET
    @PermitAll
    public String get() {
      return "";
    }
  }

  static class Hidden {
    @GET
    @PermitAll
    String get() {
      return "";
    }
  }

  static class Injected {
    @Inject String field;
  }

  static class SomethingHelper {}

  @Test
  void anEndpointWithoutAuthorisationIsFound() {
    assertThat(violated(ArchitectureRules.everyEndpointStatesItsAuthorisation, Forgotten.class))
        .isTrue();
  }

  @Test
  void anEndpointThatStatesItsAuthorisationPasses() {
    assertThat(violated(ArchitectureRules.everyEndpointStatesItsAuthorisation, Stated.class))
        .isFalse();
  }

  @Test
  void anEndpointThatQuarkusWouldIgnoreIsFound() {
    assertThat(violated(ArchitectureRules.endpointsArePublic, Hidden.class)).isTrue();
  }

  @Test
  void fieldInjectionIsFound() {
    assertThat(violated(ArchitectureRules.noFieldInjection, Injected.class)).isTrue();
  }

  @Test
  void aNameThatSaysNothingIsFound() {
    assertThat(violated(ArchitectureRules.namesSayWhatAClassIs, SomethingHelper.class)).isTrue();
  }

  private static boolean violated(ArchRule rule, Class<?> type) {
    return rule.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
  }
}
