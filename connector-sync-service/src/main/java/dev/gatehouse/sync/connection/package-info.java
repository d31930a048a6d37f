/** Tests of connections: whether an upstream can be used, and if not, what would have to change. */
@NullMarked
package dev.gatehouse.sync.connection;

import org.jspecify.annotations.NullMarked;
