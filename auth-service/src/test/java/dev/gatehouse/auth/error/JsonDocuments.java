package dev.gatehouse.auth.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Client metadata (RFC 7591) with values that have no place there, and text that is no JSON. */
public final class JsonDocuments {

  private static final List<String> NAMES =
      List.of(
          "client_id",
          "client_name",
          "redirect_uris",
          "grant_types",
          "response_types",
          "token_endpoint_auth_method",
          "token_endpoint_auth_methods_supported",
          "scope",
          "jwks",
          "jwks_uri",
          "logo_uri",
          "client_uri",
          "policy_uri",
          "tos_uri",
          "contacts",
          "software_id",
          "software_version",
          "software_statement",
          "application_type",
          "client_secret",
          "client_secret_expires_at",
          "client_name#de",
          "redirect_uris#x",
          "token_endpoint_auth_signing_alg",
          "tls_client_certificate_bound_access_tokens",
          "dpop_bound_access_tokens",
          "backchannel_token_delivery_mode",
          "organization_name",
          "authorization_details_types",
          "request_uris",
          "default_max_age",
          "x");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "1",
          "-1",
          "1e999",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "\"https://app.example/cb\"",
          "[]",
          "[null]",
          "[1]",
          "[[]]",
          "[\"\"]",
          "[\"x\"]",
          "[\"https://app.example/cb\"]",
          "[\"http://127.0.0.1/cb\"]",
          "[\"::\"]",
          "[\"authorization_code\"]",
          "[\"code\"]",
          "[\"none\"]",
          "\"none\"",
          "\"private_key_jwt\"",
          "{}",
          "{\"keys\": []}",
          "{\"keys\": [null]}",
          "{\"keys\": [{}]}",
          "{\"keys\": [{\"kty\": \"EC\"}]}",
          "{\"keys\": [{\"kty\": \"oct\", \"k\": \"AA\"}]}",
          "{\"keys\": [{\"kty\": \"RSA\", \"n\": \"AQ\", \"e\": \"AQ\"}]}",
          "{\"a\": {\"b\": []}}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"mcp:read\"");

  private JsonDocuments() {}

  public static Arbitrary<String> arbitrary() {
    Arbitrary<String> names = Arbitraries.of(NAMES);
    Arbitrary<String> values = Arbitraries.of(VALUES);
    Arbitrary<String> members =
        Combinators.combine(names, values).as((name, value) -> "\"" + name + "\": " + value);
    Arbitrary<String> objects =
        members.list().ofMaxSize(7).map(list -> "{" + String.join(", ", list) + "}");
    return Arbitraries.frequencyOf(
        Tuple.of(8, objects),
        Tuple.of(
            1,
            Combinators.combine(objects, Arbitraries.integers().between(0, 60))
                .as((json, at) -> json.substring(0, Math.min(at, json.length())))),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(30)));
  }

  /**
   * A good object with some members that say something else, and text that is no JSON.
   *
   * @param good its members by name, as JSON
   * @param more names of members that it could have
   */
  public static Arbitrary<String> spoilt(Map<String, String> good, List<String> more) {
    Arbitrary<String> names =
        Arbitraries.of(Stream.concat(good.keySet().stream(), more.stream()).toList());
    Arbitrary<String> objects =
        Arbitraries.maps(names, Arbitraries.of(VALUES))
            .ofMaxSize(4)
            .map(spoilt -> {
              Map<String, String> members = new LinkedHashMap<>(good);
              members.putAll(spoilt);
              return members.entrySet().stream()
                  .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
                  .collect(Collectors.joining(", ", "{", "}"));
            });
    return Arbitraries.frequencyOf(
        Tuple.of(9, objects),
        Tuple.of(
            1, Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.strings().ofMaxLength(30))));
  }

  /** An object of a few members, where jqwik does not lead. */
  static String random(Random random) {
    return random
        .ints(random.nextInt(1, 7), 0, NAMES.size())
        .mapToObj(i -> "\"" + NAMES.get(i) + "\": " + VALUES.get(random.nextInt(VALUES.size())))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
