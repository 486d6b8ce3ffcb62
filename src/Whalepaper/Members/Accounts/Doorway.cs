using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// The framework's sign-in, with a record of each: the cookie holds a key, and the key opens a <see cref="SignIn"/> that can be seen
/// and ended. Whoever could forge a cookie still lacks the key.
/// </summary>
public sealed class Doorway(
    UserManager<Account> accounts, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> principals, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation, WhalepaperDb db, IClock clock)
    : SignInManager<Account>(accounts, http, principals, options, logger, schemes, confirmation)
{
    /// <summary>The claim that holds the key of the sign-in.</summary>
    public const string KeyClaim = "wp-key";

    /// <summary>How whoever signs in now proved who they are.</summary>
    public SignInWay Way { get; set; } = SignInWay.Password;

    /// <inheritdoc />
    public override async Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        ArgumentNullException.ThrowIfNull(user);
        var claims = additionalClaims.ToList();
        // The framework names the provider that vouched for them, behind a second step too.
        var way = claims.Exists(claim => claim.Type is ClaimTypes.AuthenticationMethod) ? SignInWay.Provider : Way;
        var key = SecretKey.Make();
        db.Add(new SignIn(
            user.Id, SecretKey.Hash(key), way, Context.Request.Headers.UserAgent.ToString(), Throttle.Neighbourhood(Context.Connection.RemoteIpAddress), clock.GetCurrentInstant()));
        await db.SaveChangesAsync(Context.RequestAborted);
        // A browser that is closed and opened again is still theirs; the list of sign-ins shows it, and ends it.
        await base.SignInWithClaimsAsync(user, authenticationProperties ?? new AuthenticationProperties { IsPersistent = true }, [.. claims, new Claim(KeyClaim, key)]);
    }

    /// <inheritdoc />
    public override async Task SignOutAsync()
    {
        if (Context.User.FindFirst(KeyClaim) is { } key)
        {
            var hash = SecretKey.Hash(key.Value);
            if (await db.SignIns.SingleOrDefaultAsync(s => s.KeyHash == hash) is { } signIn)
            {
                signIn.End(clock.GetCurrentInstant());
                await db.SaveChangesAsync(Context.RequestAborted);
            }
        }

        await base.SignOutAsync();
    }

    /// <summary>Ends every sign-in of an account but one.</summary>
    public async Task EndOthersAsync(int accountId, int? keptId, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var signIn in await db.SignIns.Where(s => s.AccountId == accountId && s.EndedAt == null && s.Id != keptId).ToListAsync(cancellation))
            signIn.End(now);
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>What a sign-in's cookie says of its owner: a number. Name, standing and role are looked up each time.</summary>
internal sealed class AccountPrincipals : IUserClaimsPrincipalFactory<Account>
{
    public Task<ClaimsPrincipal> CreateAsync(Account user) => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)), new Claim(ClaimTypes.Name, user.Email ?? "")],
        IdentityConstants.ApplicationScheme)));
}
