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
 * @param end where it ends, if there is more after it
 */
public record Page<T>(List<T> items, int limit, @Nullable Cursor end) {

  /**
   * A page of what a query found.
   *
   * @param found at most {@code limit + 1} items: one more than asked for tells that there are more
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> place) {
    if (found.size() <= limit) {
      return new Page<>(found, limit, null);
    }
    List<T> items = found.subList(0, limit);
    return new Page<>(items, limit, place.apply(items.getLast()));
  }

  /** The same for a list in the order of ids. */
  public static <T> Page<T> byId(List<T> found, int limit, Function<T, UUID> id) {
    return of(found, limit, item -> Cursor.of(id.apply(item).toString()));
  }

  public <R> Page<R> map(Function<List<T>, List<R>> mapper) {
    return new Page<>(mapper.apply(items), limit, end);
  }

  /**
   * A bare array, with a {@code Link} to the next page (RFC 8288) if there is one.
   *
   * @param path of the list, with the parts of its query that hold for every page
   */
  public RestResponse<List<T>> response(Origin origin, String path) {
    var response = RestResponse.ResponseBuilder.ok(items);
    if (end != null) {
      String query = (path.contains("?") ? "&" : "?") + "limit=" + limit + "&cursor=" + end.text();
      response.header("Link", "<" + origin.value() + path + query + ">; rel=\"next\"");
    }
    return response.build();
  }
}
