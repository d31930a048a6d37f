package dev.gatehouse.sync;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.gatehouse.platform.testing.ArchitectureRules;

@AnalyzeClasses(
    packages = "dev.gatehouse.sync",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchTests suite = ArchTests.in(ArchitectureRules.class);
}
