package dev.gatehouse.registry;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The running service with PostgreSQL, Kafka and a vault; one for all tests that carry this. */
@QuarkusTest
@WithTestResource(RegistryFixture.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RegistryTest {}
