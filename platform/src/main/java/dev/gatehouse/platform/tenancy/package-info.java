/**
 * Which organisation the current work belongs to, for Hibernate and for PostgreSQL row-level
 * security.
 */
@NullMarked
package dev.gatehouse.platform.tenancy;

import org.jspecify.annotations.NullMarked;
