/** Errors of REST endpoints as RFC 9457 problem details. */
@NullMarked
package dev.gatehouse.platform.problem;

import org.jspecify.annotations.NullMarked;
