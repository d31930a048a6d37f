package dev.gatehouse.auth.provider;

import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has signed in at a provider.
 *
 * @param claims of an ID token that holds
 * @param next path that the browser was to go on to
 */
record SignedInThere(IDTokenClaimsSet claims, @Nullable String next) {}
