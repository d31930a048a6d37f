/** Text that comes from outside. */
@NullMarked
package dev.gatehouse.registry.text;

import org.jspecify.annotations.NullMarked;
