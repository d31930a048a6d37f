package dev.gatehouse.platform.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.security.Authenticated;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.util.List;

/**
 * What must hold in every service. A service's {@code ArchitectureTest} includes it with {@code
 * ArchTests.in(ArchitectureRules.class)}.
 */
public final class ArchitectureRules {
  private static final List<Class<? extends Annotation>> AUTHORISATIONS =
      List.of(
          PermissionsAllowed.class,
          RolesAllowed.class,
          Authenticated.class,
          PermitAll.class,
          DenyAll.class);

  private static final DescribedPredicate<JavaMethod> ENDPOINTS =
      DescribedPredicate.describe(
          "endpoints",
          method ->
              method.getAnnotations().stream()
                  .anyMatch(a -> a.getRawType().isAnnotatedWith(HttpMethod.class)));

  /** An endpoint without a stated authorisation would be open to everybody by oversight. */
  @ArchTest
  static final ArchRule everyEndpointStatesItsAuthorisation =
      methods()
          .that(ENDPOINTS)
          .should(
              new ArchCondition<>("state their authorisation") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  boolean stated =
                      AUTHORISATIONS.stream()
                          .anyMatch(a ->
                              method.isAnnotatedWith(a) || method.getOwner().isAnnotatedWith(a));
                  events.add(
                      new SimpleConditionEvent(
                          method, stated, method.getFullName() + " states no authorisation"));
                }
              })
          .allowEmptyShould(true);

  /** Quarkus REST ignores a resource method that is not public, with a warning only. */
  @ArchTest
  static final ArchRule endpointsArePublic =
      methods().that(ENDPOINTS).should().bePublic().allowEmptyShould(true);

  /** What passes between services is HTTP and events. */
  @ArchTest
  static final ArchRule dependOnNoOtherService =
      classes()
          .that()
          .resideInAPackage("dev.gatehouse..")
          .should(new OnlyOwnService())
          .allowEmptyShould(true);

  /** Constructor injection only. */
  @ArchTest
  static final ArchRule noFieldInjection =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("dev.gatehouse..")
          .should()
          .beAnnotatedWith(Inject.class)
          .allowEmptyShould(true);

  /** What a tenant can influence is requested through platform's guarded client only. */
  @ArchTest
  static final ArchRule noHttpClientOfTheirOwn =
      noClasses()
          .that()
          .resideInAPackage("dev.gatehouse..")
          .and()
          .resideOutsideOfPackages(
              "dev.gatehouse.platform.http..", "dev.gatehouse.platform.vault..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.http.HttpClient")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.URLConnection")
          .orShould()
          .callMethod(URL.class, "openStream")
          .orShould()
          .callMethod(URL.class, "openConnection")
          .allowEmptyShould(true);

  /** Names that say nothing. */
  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .that()
          .resideInAPackage("dev.gatehouse..")
          .should()
          .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|DTO)$")
          .allowEmptyShould(true);

  private ArchitectureRules() {}
}
