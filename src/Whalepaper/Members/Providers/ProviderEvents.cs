using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Whalepaper.Ui;

namespace Whalepaper.Members.Providers;

/// <summary>What the house says while the framework's handler does its work, and how it hears what came of it.</summary>
internal static class ProviderEvents
{
    private const string Issuer = "issuer";

    /// <summary>The events of a house at this address.</summary>
    public static OpenIdConnectEvents For(PublicAddress house) => new()
    {
        OnRedirectToIdentityProvider = leaving =>
        {
            // Whoever forges a host would have people sent back to their own house.
            leaving.ProtocolMessage.RedirectUri = house.Of(IdentityProvider.BackPath);
            return Task.CompletedTask;
        },
        OnTokenValidated = RequireSignatureAsync,
        OnTicketReceived = back =>
        {
            var who = ProviderIdentity.Read(back.Principal, back.Properties?.Items.TryGetValue(Issuer, out var issuer) is true ? issuer : null);
            Tell(back.HttpContext, new ProviderAnswer(who, ProviderErrand.Open(back.Properties), who is null ? ProviderFault.Failed : null));
            back.HandleResponse();
            return Task.CompletedTask;
        },
        OnAccessDenied = denied =>
        {
            Tell(denied.HttpContext, new ProviderAnswer(null, ProviderErrand.Open(denied.Properties), ProviderFault.Denied));
            denied.HandleResponse();
            return Task.CompletedTask;
        },
        OnRemoteFailure = failed =>
        {
            Tell(failed.HttpContext, new ProviderAnswer(null, ProviderErrand.Open(failed.Properties), Fault(failed.Failure)) { Failure = failed.Failure });
            failed.HandleResponse();
            return Task.CompletedTask;
        },
    };

    // The framework takes an unsigned token when it comes from the provider itself, as OpenID Connect allows. It costs nothing to insist.
    private static Task RequireSignatureAsync(TokenValidatedContext token)
    {
        if (token.TokenEndpointResponse?.IdToken is not { Length: > 0 } text || text.EndsWith('.') || string.Equals(token.SecurityToken.Header.Alg, SecurityAlgorithms.None, StringComparison.OrdinalIgnoreCase))
            throw new SecurityTokenInvalidSignatureException("The token is not signed.");
        token.Properties!.Items[Issuer] = token.SecurityToken.Issuer;
        return Task.CompletedTask;
    }

    private static void Tell(HttpContext http, ProviderAnswer answer) => http.Features.Set(answer);

    private static string Fault(Exception? failure) => failure switch
    {
        // What the framework says in words of its own when a way back does not fit to this browser; whatever fails later has a type of its own.
        AuthenticationFailureException => ProviderFault.Stale,
        HttpRequestException { StatusCode: null } or OperationCanceledException or IOException => ProviderFault.Silent,
        _ => ProviderFault.Failed,
    };
}
