package dev.gatehouse.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.gatehouse.platform.testing.ArchitectureRules;

@AnalyzeClasses(packages = "dev.gatehouse.platform", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchTests everywhere = ArchTests.in(ArchitectureRules.class);

  /** The launcher uses these packages, and it is no Quarkus application. */
  @ArchTest
  static final ArchRule whatTheLauncherUsesKnowsNoQuarkus =
      noClasses()
          .that()
          .resideInAnyPackage("..event..", "..identity..", "..kafka..", "..json..", "..http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..");

  /** A platform that holds entities would tie the services' schemas together. */
  @ArchTest
  static final ArchRule noEntities =
      noClasses().should().beAnnotatedWith("jakarta.persistence.Entity");
}
