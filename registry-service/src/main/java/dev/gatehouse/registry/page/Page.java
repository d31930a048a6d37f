package dev.gatehouse.registry.page;

import dev.gatehouse.platform.security.Origin;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param last id of the last item, if there are more after it
 */
public record Page<T>(List<T> items, int limit, @Nullable UUID last) {

  /**
   * A page of what a query found.
   *
   * @param found at most {@code limit + 1} items: one more than asked for tells that there are more
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, UUID> id) {
    if (found.size() <= limit) {
      return new Page<>(found, limit, null);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, limit, id.apply(items.getLast()));
  }

  public <R> Page<R> map(Function<List<T>, List<R>> mapper) {
    return new Page<>(mapper.apply(items), limit, last);
  }

  /** A bare array, with a {@code Link} to the next page (RFC 8288) if there is one. */
  public RestResponse<List<T>> response(Origin origin, String path) {
    var response = RestResponse.ResponseBuilder.ok(items);
    if (last != null) {
      String next = "?limit=" + limit + "&cursor=" + PageRequest.cursorAfter(last);
      response.header("Link", "<" + origin.value() + path + next + ">; rel=\"next\"");
    }
    return response.build();
  }
}
