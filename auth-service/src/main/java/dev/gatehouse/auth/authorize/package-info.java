/** The authorization endpoint. */
@NullMarked
package dev.gatehouse.auth.authorize;

import org.jspecify.annotations.NullMarked;
