package dev.gatehouse.sync;

import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The running service with PostgreSQL, Kafka and a vault; one for all tests that carry this. */
@QuarkusTest
@WithTestResource(BrowserSessions.class)
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "connector-sync"),
      @ResourceArg(name = "database", value = "connector_sync")
    })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SyncTest {}
