/** What upstreams say outside any request, heard only while somebody wants to hear it. */
@NullMarked
package dev.gatehouse.gateway.news;

import org.jspecify.annotations.NullMarked;
