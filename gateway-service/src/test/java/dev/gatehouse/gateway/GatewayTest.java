package dev.gatehouse.gateway;

import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The running service with Kafka and a vault; one for all tests that carry this. */
@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = {
      @ResourceArg(name = "service", value = "gateway"),
      @ResourceArg(name = "kafka-proxy", value = "true")
    })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface GatewayTest {}
