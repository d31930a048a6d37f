package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one request: those of {@code batch_input}, or the one that is the body itself. In a
 * batch each item fails for itself; the answer then has status 400, unless the request asks for
 * another by {@code partial_failure_response_code}.
 */
record TransitBatch(List<Item> items, boolean batch, int partialFailureStatus) {

  /**
   * @param required member that every item must have
   * @param missing what to say if the only item lacks it
   */
  static TransitBatch of(ObjectNode body, String required, String missing) {
    var items = new ArrayList<Item>();
    var input = body.path("batch_input");
    if (input.isMissingNode() || input.isNull()) {
      if (!body.path(required).isTextual()
          || (required.equals("ciphertext") && body.path(required).asText().isEmpty())) {
        throw Refusal.badRequest(missing);
      }
      items.add(new Item(body));
      return new TransitBatch(items, false, 0);
    }
    input.forEach(item -> items.add(new Item(item)));
    if (items.isEmpty()) {
      throw Refusal.badRequest("missing batch input to process");
    }
    boolean withContext = items.getFirst().hasContext();
    if (items.stream().anyMatch(item -> item.hasContext() != withContext)) {
      throw Refusal.badRequest("context should be set either in all the request blocks or in none");
    }
    return new TransitBatch(items, true, body.path("partial_failure_response_code").asInt());
  }

  boolean hasContext() {
    return items.getFirst().hasContext();
  }

  Reply run(Function<Item, ObjectNode> work) {
    if (!batch) {
      return Reply.of(work.apply(items.getFirst()));
    }
    var data = Json.object();
    var results = data.putArray("batch_results");
    int failed = 0;
    for (var item : items) {
      ObjectNode result;
      try {
        result = work.apply(item);
      } catch (Refusal refusal) {
        result = Json.object().put("error", String.join("; ", refusal.errors()));
        failed++;
      }
      if (item.json().has("reference")) {
        result.set("reference", item.json().get("reference"));
      }
      results.add(result);
    }
    if (failed == 0) {
      return Reply.of(data);
    }
    boolean partial = failed < items.size() && partialFailureStatus > 0;
    return Reply.of(data).withStatus(partial ? partialFailureStatus : 400);
  }

  /** One input. */
  record Item(JsonNode json) {

    boolean hasContext() {
      return !json.path("context").asText("").isEmpty();
    }

    byte @Nullable [] context() {
      return hasContext() ? base64("context") : null;
    }

    byte[] associated() {
      return base64("associated_data");
    }

    byte[] plaintext() {
      if (!json.path("plaintext").isTextual()) {
        throw Refusal.badRequest("missing plaintext to encrypt");
      }
      return base64("plaintext");
    }

    String ciphertext() {
      var ciphertext = json.path("ciphertext").asText("");
      if (ciphertext.isEmpty()) {
        throw Refusal.badRequest("missing ciphertext to decrypt");
      }
      return ciphertext;
    }

    int keyVersion() {
      return json.path("key_version").asInt();
    }

    private byte[] base64(String member) {
      try {
        return Base64.getDecoder().decode(json.path(member).asText(""));
      } catch (IllegalArgumentException e) {
        throw Refusal.badRequest("failed to base64-decode " + member);
      }
    }
  }
}
