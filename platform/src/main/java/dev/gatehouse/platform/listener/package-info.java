/** What is settled about a request before any route sees it. */
@NullMarked
package dev.gatehouse.platform.listener;

import org.jspecify.annotations.NullMarked;
