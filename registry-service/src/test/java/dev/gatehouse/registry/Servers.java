package dev.gatehouse.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.server.Offer;
import dev.gatehouse.registry.server.ServerDocument;
import dev.gatehouse.registry.server.ServerStore;
import dev.gatehouse.registry.server.Shelf;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Documents of servers for tests, and the public catalogue as a mirror would fill it. */
public final class Servers {
  private Servers() {}

  /** A namespace that no other test has. */
  public static String namespace() {
    return "com.t" + UUID.randomUUID().toString().replace("-", "");
  }

  public static ObjectNode document(String name, String version) {
    return Json.mapper()
        .createObjectNode()
        .put("name", name)
        .put("description", "A server of a test")
        .put("version", version);
  }

  public static ObjectNode read(String json) {
    try {
      return (ObjectNode) Json.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Puts documents into the public catalogue. */
  public static void publicly(ObjectNode... documents) {
    put(
        Arrays.stream(documents)
            .map(d -> Offer.of(new ServerDocument(d), "test"))
            .toArray(Offer[]::new));
  }

  /** Puts versions into the public catalogue. */
  public static void put(Offer... offers) {
    ServerStore store = Arc.container().instance(ServerStore.class).get();
    Arc.container()
        .instance(Tenancy.class)
        .get()
        .asPlatform(() ->
            QuarkusTransaction.requiringNew()
                .call(() -> store.put(new Shelf.Public(), List.of(offers))));
  }

  /** A name as it stands in a path. */
  public static String inPath(String name) {
    return name.replace("/", "%2F");
  }
}
