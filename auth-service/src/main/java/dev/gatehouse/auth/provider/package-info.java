/** Sign-in with accounts of other OpenID providers, as the operator has configured them. */
@NullMarked
package dev.gatehouse.auth.provider;

import org.jspecify.annotations.NullMarked;
