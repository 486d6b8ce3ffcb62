using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Bench;

/// <summary>Members who are signed in.</summary>
internal sealed partial class LivingGroup
{
    /// <summary>Signs members in, and gives the cookie of each: made here, since hundreds at once at the door would be taken for an attack.</summary>
    public async Task<IReadOnlyList<string>> CookiesAsync(IReadOnlyCollection<Member> members, CancellationToken cancellation)
    {
        var numbers = members.Select(member => member.Id).ToList();
        var accounts = await _db.Accounts.Where(account => numbers.Contains(account.MemberId)).OrderBy(account => account.MemberId).Select(account => account.Id).ToListAsync(cancellation);
        var sealing = _app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat;
        var cookies = new List<string>();
        foreach (var account in accounts)
        {
            var key = SecretKey.Make();
            _db.Add(new SignIn(account, SecretKey.Hash(key), SignInWay.Link, "load", "127.0.0.1", _now));
            var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Doorway.KeyClaim, key)], IdentityConstants.ApplicationScheme));
            var properties = new AuthenticationProperties { IssuedUtc = _now.ToDateTimeOffset(), ExpiresUtc = (_now + Duration.FromDays(1)).ToDateTimeOffset() };
            cookies.Add($"{AccountSetup.Cookie}={sealing.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme))}");
        }

        await _db.SaveChangesAsync(cancellation);
        return cookies;
    }
}
