/** Records of security decisions, and their counters. */
@NullMarked
package dev.gatehouse.auth.audit;

import org.jspecify.annotations.NullMarked;
