/** Tools called by name from code: plain REST around the same judgement and record. */
@NullMarked
package dev.gatehouse.gateway.direct;

import org.jspecify.annotations.NullMarked;
