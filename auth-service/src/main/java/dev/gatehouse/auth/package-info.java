/** The OAuth 2.1 authorization server: organisations, members, keys, sign-in, consent, tokens. */
@NullMarked
package dev.gatehouse.auth;

import org.jspecify.annotations.NullMarked;
