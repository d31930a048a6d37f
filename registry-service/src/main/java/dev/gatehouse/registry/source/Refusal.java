package dev.gatehouse.registry.source;

import dev.gatehouse.platform.problem.Problem.FieldError;
import java.util.List;

/**
 * An entry that was not taken.
 *
 * @param entry its name, as far as it has one
 */
record Refusal(String entry, List<FieldError> errors) {}
