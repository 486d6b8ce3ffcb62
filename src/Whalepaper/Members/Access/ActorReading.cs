using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;

namespace Whalepaper.Members.Access;

/// <summary>Finds out who asks: by the key in the browser's sealed cookie, or by a token where programs ask.</summary>
public static class ActorReading
{
    private const string Bearer = "Bearer ";

    /// <summary>Puts <see cref="Actor"/> among the features of the request. Stands before whatever keeps pages, which are for visitors only.</summary>
    public static IApplicationBuilder UseActor(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        // Whoever it is cannot be asked for while the database is away: it is told to anybody.
        if (http.Features.Get<Actor>() is null && !http.HasOutage() && !http.IsProbe() && !await ReadAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return;
        }

        await next(http);
    });

    /// <returns>False if a token was shown that is none.</returns>
    private static async Task<bool> ReadAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            var ofToken = await Presence(http).OfTokenAsync(header[Bearer.Length..].Trim(), http.RequestAborted);
            Set(http, ofToken);
            return ofToken is not null;
        }

        if (!http.Request.Cookies.ContainsKey(AccountSetup.Cookie))
            return true;
        var sealedKey = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (sealedKey.Principal is not { } principal || principal.FindFirst(Doorway.KeyClaim) is not { } key)
            return true;
        var who = await Presence(http).OfSignInAsync(key.Value, http.RequestAborted);
        if (who is not null)
            http.User = principal;
        Set(http, who);
        return true;
    }

    private static void Set(HttpContext http, Actor? who)
    {
        if (who is null)
            return;
        http.Features.Set(who);
        http.Features.Set(new SignedIn(who.Name, who.May(Act.DoCommitteeWork), who.May(Act.RunInstallation)));
    }

    private static Presence Presence(HttpContext http) => http.RequestServices.GetRequiredService<Presence>();
}
