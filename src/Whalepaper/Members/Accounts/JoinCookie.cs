using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// Remembers in which browser a form to join was filled in. Whoever opens the letter there comes in by a button; elsewhere the password is asked
/// for that was chosen in the form. Else somebody could fill in the form with another's address and a password of their own, and would know
/// the password of the account that the other's press on the button makes.
/// </summary>
internal static class JoinCookie
{
    private const string Name = "wp-joining";

    /// <summary>Remembers it. Given for every form that was sent, whether the address has an account or not.</summary>
    public static void Give(HttpContext http, string keyHash) => http.Response.Cookies.Append(Name, Protector(http).Protect(keyHash), new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Joining.Lasts.ToTimeSpan(),
        Path = "/join",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    });

    /// <summary>Whether the form with this key was filled in here.</summary>
    public static bool IsOf(HttpContext http, string keyHash)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 } cookie)
            return false;
        try
        {
            return string.Equals(Protector(http).Unprotect(cookie), keyHash, StringComparison.Ordinal);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static IDataProtector Protector(HttpContext http) => http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("joining");
}
