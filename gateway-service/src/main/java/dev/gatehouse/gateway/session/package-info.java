/** Legacy session ids: signed tokens, so that every replica knows them. */
@NullMarked
package dev.gatehouse.gateway.session;

import org.jspecify.annotations.NullMarked;
