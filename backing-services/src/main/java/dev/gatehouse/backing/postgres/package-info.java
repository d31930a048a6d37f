/** A real PostgreSQL as a child process, for the local run and for tests. */
@NullMarked
package dev.gatehouse.backing.postgres;

import org.jspecify.annotations.NullMarked;
