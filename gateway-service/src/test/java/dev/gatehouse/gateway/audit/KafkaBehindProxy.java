package dev.gatehouse.gateway.audit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Takes the network to Kafka away, which only the broker of this machine has a proxy for. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = "containers",
    matches = ".*",
    disabledReason = "Kafka in a container has no proxy before it")
@interface KafkaBehindProxy {}
