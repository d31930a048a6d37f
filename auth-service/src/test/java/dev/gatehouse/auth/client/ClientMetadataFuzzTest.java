package dev.gatehouse.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import dev.gatehouse.auth.error.JsonDocuments;
import dev.gatehouse.auth.error.OAuthMessages;
import java.net.URI;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client says of itself is judged, and nothing that is not sound comes out of it. */
class ClientMetadataFuzzTest {
  private static final Set<String> KNOWN = Set.of("cursor", "vscode");

  private static final String ID = "https://app.example/client";

  private final MetadataCheck check = new MetadataCheck(new FetchedUris("production"), () -> KNOWN);
  private final ClientDocument document = new ClientDocument(check);

  @Property(tries = 10_000)
  void judgesRegistrations(@ForAll("documents") String json) {
    try {
      ClientMetadata metadata =
          OAuthMessages.read(json, text -> ClientMetadata.parse(JSONObjectUtils.parse(text)));
      if (check.check(metadata, ClientKind.REGISTERED) instanceof MetadataCheck.Result.Good good) {
        assertSound(good.description());
      }
    } catch (ParseException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }

  @Property(tries = 10_000)
  void readsDocuments(@ForAll("documents") String json) {
    document
        .read(ID, json.replaceFirst("^\\{", "{\"client_id\": \"" + ID + "\", "))
        .ifPresent(ClientMetadataFuzzTest::assertSound);
  }

  @Property(tries = 10_000)
  void readsIds(@ForAll String id) {
    new FetchedUris("production")
        .parse("https://" + id)
        .ifPresent(uri -> assertThat(uri.getRawUserInfo()).isNull());
  }

  @Provide
  Arbitrary<String> documents() {
    return JsonDocuments.arbitrary();
  }

  private static void assertSound(ClientDescription description) {
    assertThat(description.name()).isNotBlank().doesNotMatch("(?s).*\\p{C}.*");
    assertThat(description.redirectUris())
        .isNotEmpty()
        .allSatisfy(uri -> assertThat(RedirectUris.flaw(URI.create(uri), KNOWN)).isEmpty());
    assertThat(description.grantTypes()).isSubsetOf("authorization_code", "refresh_token");
    assertThat(description.jwks() == null || description.jwksUri() == null).isTrue();
  }
}
