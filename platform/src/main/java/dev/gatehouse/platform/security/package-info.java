/** How REST endpoints know their caller: API keys, access tokens, caller assertions. */
@NullMarked
package dev.gatehouse.platform.security;

import org.jspecify.annotations.NullMarked;
