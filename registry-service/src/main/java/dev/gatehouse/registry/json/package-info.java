/** JSON documents in columns. */
@NullMarked
package dev.gatehouse.registry.json;

import org.jspecify.annotations.NullMarked;
