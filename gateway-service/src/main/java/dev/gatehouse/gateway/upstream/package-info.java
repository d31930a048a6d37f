/** Calls to upstreams: credentials, sessions, protection of and from them. */
@NullMarked
package dev.gatehouse.gateway.upstream;

import org.jspecify.annotations.NullMarked;
