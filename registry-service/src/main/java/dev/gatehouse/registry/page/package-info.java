/** Cursor paging of lists that are bare arrays. */
@NullMarked
package dev.gatehouse.registry.page;

import org.jspecify.annotations.NullMarked;
