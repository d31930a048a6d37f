/** Lets old records go, whole days at a time, unless somebody holds them. */
@NullMarked
package dev.gatehouse.audit.retention;

import org.jspecify.annotations.NullMarked;
