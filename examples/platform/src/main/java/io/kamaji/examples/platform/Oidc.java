package io.kamaji.examples.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformation;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An identity provider that speaks OpenID Connect: authorization code flow with PKCE, state and nonce. What the provider says of
 * itself is asked once, at the first login. Thread-safe.
 */
public final class Oidc {
    private static final Logger LOG = LoggerFactory.getLogger(Oidc.class);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final String GROUPS = "groups";

    /** What most providers want to be asked for groups; some refuse a scope that they don't know. */
    public static final List<String> SCOPES = List.of("openid", "profile", GROUPS);

    private final Issuer issuer;
    private final ClientID client;
    private final Optional<Secret> secret;
    private final List<String> scopes;
    private volatile @Nullable Provider provider;

    /** @param validator keeps the provider's keys for some minutes */
    private record Provider(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    /** How far a login is: what the answer must fit. Used once. */
    record Attempt(State state, Nonce nonce, CodeVerifier verifier) {
        static Attempt create() {
            return new Attempt(new State(), new Nonce(), new CodeVerifier());
        }

        @Override
        public String toString() {
            return "Attempt[]"; // whoever has read it could end it
        }
    }

    /** With the usual scopes. */
    public Oidc(URI issuer, String clientId, Optional<String> secret) {
        this(issuer, clientId, secret, SCOPES);
    }

    /**
     * A provider.
     *
     * @param secret of this client; empty for a public one, which PKCE is enough for
     * @param scopes that are asked for, {@code openid} among them
     */
    public Oidc(URI issuer, String clientId, Optional<String> secret, List<String> scopes) {
        this.scopes = List.copyOf(scopes);
        this.issuer = new Issuer(issuer);
        this.client = new ClientID(clientId);
        this.secret = secret.map(Secret::new);
    }

    /** Where a browser goes to log in. */
    URI authorization(Attempt attempt, URI callback) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope(scopes.toArray(String[]::new)), client, callback)
                .endpointURI(provider().metadata.getAuthorizationEndpointURI())
                .state(attempt.state)
                .nonce(attempt.nonce)
                .codeChallenge(attempt.verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /**
     * Who came back.
     *
     * @param came the address that the browser was sent back to, with the provider's answer in its query
     * @throws Problem if the answer does not fit the attempt, or the provider does not vouch for it
     */
    User identify(Attempt attempt, URI callback, URI came) {
        try {
            var answer = AuthenticationResponseParser.parse(came);
            if (!answer.indicatesSuccess() || !attempt.state.equals(answer.getState())) {
                LOG.info("a login was given up, or its answer is to another one");
                throw refused();
            }
            var code = answer.toSuccessResponse().getAuthorizationCode();
            return user(provider().validator.validate(idToken(attempt, callback, code), attempt.nonce));
        } catch (ParseException | java.text.ParseException | BadJOSEException | JOSEException e) {
            LOG.warn("a login failed: {}", e.getMessage());
            throw refused();
        }
    }

    private JWT idToken(Attempt attempt, URI callback, AuthorizationCode code) throws ParseException {
        var endpoint = provider().metadata.getTokenEndpointURI();
        var grant = new AuthorizationCodeGrant(code, callback, attempt.verifier);
        var request = secret.map(
                        it -> new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, it), grant).build())
                .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant).build())
                .toHTTPRequest();
        request.setConnectTimeout(TIMEOUT_MILLIS);
        request.setReadTimeout(TIMEOUT_MILLIS);
        try {
            var response = OIDCTokenResponseParser.parse(request.send());
            if (!response.indicatesSuccess()) {
                LOG.warn(
                        "the identity provider gave no token: {}",
                        response.toErrorResponse().getErrorObject());
                throw refused();
            }
            return ((OIDCTokenResponse) response.toSuccessResponse())
                    .getOIDCTokens()
                    .getIDToken();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static User user(IDTokenClaimsSet claims) throws ParseException, java.text.ParseException {
        var id = claims.getSubject().getValue();
        var all = claims.toJWTClaimsSet();
        var name = Optional.ofNullable(all.getStringClaim("name")).orElse(id);
        var groups = Optional.ofNullable(all.getStringListClaim(GROUPS)).orElse(List.of());
        return new User(id, name, Set.copyOf(groups));
    }

    /** Where a browser goes to log out of the provider, too; empty if that has no such place. */
    Optional<URI> logout(URI back) {
        return Optional.ofNullable(provider().metadata.getEndSessionEndpointURI())
                .map(endpoint -> new LogoutRequest(endpoint, null, null, client, back, null, null).toURI());
    }

    private Provider provider() {
        var known = provider;
        if (known == null) {
            known = resolve();
            provider = known;
        }
        return known;
    }

    private Provider resolve() {
        try {
            var metadata = OIDCProviderMetadata.resolve(issuer, TIMEOUT_MILLIS, TIMEOUT_MILLIS);
            var registered = new OIDCClientMetadata();
            registered.applyDefaults();
            return new Provider(
                    metadata,
                    IDTokenValidator.create(metadata, new OIDCClientInformation(client, null, registered, null)));
        } catch (IOException | GeneralException e) {
            throw unreachable(e);
        }
    }

    private static Problem refused() {
        return Problem.of(400, "Not logged in", "The login could not be finished: begin it again.");
    }

    private Problem unreachable(Exception e) {
        LOG.warn("identity provider {}: {}", issuer, e.getMessage());
        return Problem.of(503, "Not logged in", "The identity provider does not answer.");
    }
}
