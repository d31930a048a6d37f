/** Grants, and the tokens that come of them. */
@NullMarked
package dev.gatehouse.auth.token;

import org.jspecify.annotations.NullMarked;
