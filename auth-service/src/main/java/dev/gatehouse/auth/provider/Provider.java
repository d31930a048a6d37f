package dev.gatehouse.auth.provider;

import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import java.net.URI;

/**
 * A configured provider.
 *
 * @param name in URLs and behind the user names of its accounts
 * @param redirectUri where it answers to
 */
record Provider(String name, ProviderConfig.Provider config, URI redirectUri, Discovery discovery) {

  Issuer issuer() {
    return new Issuer(config.issuer());
  }

  ClientID clientId() {
    return new ClientID(config.clientId());
  }

  @Override
  public String toString() {
    return "Provider[" + name + "]";
  }
}
