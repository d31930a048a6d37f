/** What holds for every change over REST. */
@NullMarked
package dev.gatehouse.registry.change;

import org.jspecify.annotations.NullMarked;
