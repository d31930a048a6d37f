/** Keys that every log line shares. */
@NullMarked
package dev.gatehouse.platform.observe;

import org.jspecify.annotations.NullMarked;
