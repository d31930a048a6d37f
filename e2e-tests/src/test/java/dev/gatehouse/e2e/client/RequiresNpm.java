package dev.gatehouse.e2e.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A journey, or one test of it, with npm packages; without npm it is skipped, and says so. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresNpm.Condition.class)
public @interface RequiresNpm {
  /** Evaluated for what is annotated, once. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Npm.obstacle()
          .map(reason -> {
            System.out.printf("%n!!! SKIPPED %s: %s%n%n", context.getDisplayName(), reason);
            return ConditionEvaluationResult.disabled(reason);
          })
          .orElseGet(() -> ConditionEvaluationResult.enabled("npm packages are installed"));
    }
  }
}
