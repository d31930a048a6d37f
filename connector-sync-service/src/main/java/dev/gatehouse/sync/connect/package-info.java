/** Accounts at upstreams: connecting them in a browser, keeping their tokens fresh. */
@NullMarked
package dev.gatehouse.sync.connect;

import org.jspecify.annotations.NullMarked;
