/** OAuth clients: registration, authentication, redirect URIs. */
@NullMarked
package dev.gatehouse.auth.client;

import org.jspecify.annotations.NullMarked;
