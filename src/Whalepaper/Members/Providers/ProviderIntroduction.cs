using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Whalepaper.Members.Providers;

/// <summary>
/// What the provider told of somebody whom nobody here knows: sealed in a cookie of some minutes, and filled into the form to join. It proves
/// nothing: the letter is written all the same, and the account is linked later by its owner.
/// </summary>
/// <param name="Name">What they are called.</param>
/// <param name="Email">Their address.</param>
internal sealed record ProviderIntroduction(string? Name, string? Email)
{
    /// <summary>The word in the address of the form that asks for it.</summary>
    public const string Word = "provider";

    /// <summary>Keeps what was told.</summary>
    public static Task KeepAsync(HttpContext http, ProviderIdentity who)
    {
        var told = new ClaimsIdentity(IdentityConstants.ExternalScheme);
        if (who.Name is { } name)
            told.AddClaim(new Claim(ClaimTypes.Name, name));
        if (who.Email is { } email)
            told.AddClaim(new Claim(ClaimTypes.Email, email));
        return http.SignInAsync(IdentityConstants.ExternalScheme, new ClaimsPrincipal(told), new AuthenticationProperties { AllowRefresh = false });
    }

    /// <summary>Reads what was told; null if nothing was, or too long ago.</summary>
    public static async Task<ProviderIntroduction?> ReadAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.ExternalScheme)).Principal is { } told ? new(told.FindFirstValue(ClaimTypes.Name), told.FindFirstValue(ClaimTypes.Email)) : null;
}
