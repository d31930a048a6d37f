/** A person's decision about an authorization request. */
@NullMarked
package dev.gatehouse.auth.consent;

import org.jspecify.annotations.NullMarked;
