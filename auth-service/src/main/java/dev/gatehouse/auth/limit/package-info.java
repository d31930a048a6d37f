/** How often one address may ask. */
@NullMarked
package dev.gatehouse.auth.limit;

import org.jspecify.annotations.NullMarked;
