package dev.gatehouse.audit.testing;

import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The running service with PostgreSQL, Kafka and a vault, the first two behind proxies that can
 * take the network away; one for all tests that carry this.
 */
@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "audit"),
      @ResourceArg(name = "database", value = "audit"),
      @ResourceArg(name = "kafka-proxy", value = "true"),
      @ResourceArg(name = "database-proxy", value = "true")
    })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AuditTest {}
