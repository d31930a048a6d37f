package dev.gatehouse.audit.trail;

import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.MigrationContract;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "audit"),
      @ResourceArg(name = "database", value = "audit")
    })
class MigrationTest extends MigrationContract {}
