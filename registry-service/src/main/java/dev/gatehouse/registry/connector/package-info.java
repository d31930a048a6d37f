/** Upstreams that have tools: what people say about them and how they are. */
@NullMarked
package dev.gatehouse.registry.connector;

import org.jspecify.annotations.NullMarked;
