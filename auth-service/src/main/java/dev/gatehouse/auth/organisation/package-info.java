/** Organisations and their members. */
@NullMarked
package dev.gatehouse.auth.organisation;

import org.jspecify.annotations.NullMarked;
