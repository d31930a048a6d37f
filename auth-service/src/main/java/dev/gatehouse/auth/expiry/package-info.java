/** Removes what has expired. */
@NullMarked
package dev.gatehouse.auth.expiry;

import org.jspecify.annotations.NullMarked;
