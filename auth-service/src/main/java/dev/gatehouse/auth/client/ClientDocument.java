package dev.gatehouse.auth.client;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import dev.gatehouse.auth.error.OAuthMessages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import net.minidev.json.JSONObject;

/**
 * Reads Client ID Metadata Documents (draft-ietf-oauth-client-id-metadata-document section 4): the
 * metadata of RFC 7591 with the document's own URL as {@code client_id}, and without secrets.
 */
@ApplicationScoped
class ClientDocument {
  private final MetadataCheck check;

  ClientDocument(MetadataCheck check) {
    this.check = check;
  }

  /** What it says of the client; empty if it is none, or another's. */
  Optional<ClientDescription> read(String clientId, String json) {
    try {
      JSONObject document = JSONObjectUtils.parse(json);
      if (!clientId.equals(document.get("client_id"))
          || document.containsKey("client_secret")
          || document.containsKey("client_secret_expires_at")) {
        return Optional.empty();
      }
      ClientAuthenticationMethod method = method(document);
      ClientMetadata metadata =
          OAuthMessages.read(document, members -> ClientMetadata.parse(members));
      metadata.setTokenEndpointAuthMethod(method);
      return check.check(metadata, ClientKind.DOCUMENT) instanceof MetadataCheck.Result.Good good
          ? Optional.of(good.description())
          : Optional.empty();
    } catch (ParseException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  // Some clients name all methods that they know, in the words of server metadata.
  private static ClientAuthenticationMethod method(JSONObject document) throws ParseException {
    if (document.containsKey("token_endpoint_auth_method")) {
      return ClientAuthenticationMethod.parse(
          JSONObjectUtils.getNonBlankString(document, "token_endpoint_auth_method"));
    }
    List<String> all =
        document.containsKey("token_endpoint_auth_methods_supported")
            ? JSONObjectUtils.getStringList(document, "token_endpoint_auth_methods_supported")
            : List.of();
    return !all.contains("none") && all.contains("private_key_jwt")
        ? ClientAuthenticationMethod.PRIVATE_KEY_JWT
        : ClientAuthenticationMethod.NONE;
  }
}
