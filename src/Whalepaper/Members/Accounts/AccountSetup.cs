using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members.Providers;
using Whalepaper.Ui;

namespace Whalepaper.Members.Accounts;

/// <summary>Puts accounts into the container: the framework's Identity on our tables, with our cookies and bounds.</summary>
public static class AccountSetup
{
    /// <summary>The cookie of who is signed in.</summary>
    public const string Cookie = "wp-account";

    /// <summary>The shortest password, in characters. Length is what makes a password hard to guess; no other rule is made.</summary>
    public const int ShortestPassword = 10;

    /// <summary>The most passkeys of an account.</summary>
    public const int MostPasskeys = 10;

    /// <summary>Adds accounts and what signs in.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<IUserClaimsPrincipalFactory<Account>, AccountPrincipals>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(cookie => Name(cookie, Cookie, SignIn.Idle.ToTimeSpan()));
            cookies.ExternalCookie!.Configure(cookie => Name(cookie, "wp-provider", TimeSpan.FromMinutes(10)));
            cookies.TwoFactorUserIdCookie!.Configure(cookie => Name(cookie, "wp-second", TimeSpan.FromMinutes(10)));
            // This one alone keeps the framework's look at the stamp: a browser that is known is forgotten with the next change of the password or the second factor.
            cookies.TwoFactorRememberMeCookie!.Configure(cookie =>
            {
                var events = cookie.Events;
                Name(cookie, "wp-known", TimeSpan.FromDays(30));
                cookie.Events = events;
                cookie.SlidingExpiration = false;
            });
        });
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.Zero);
        services.AddIdentityCore<Account>(Bound)
            .AddUserStore<UserOnlyStore<Account, WhalepaperDb, int, IdentityUserClaim<int>, IdentityUserLogin<int>, IdentityUserToken<int>, IdentityUserPasskey<int>>>()
            .AddSignInManager<Doorway>()
            .AddDefaultTokenProviders();
        services.AddProvider();
        services.AddScoped<NewMember>();
        services.AddScoped<OwnerProof>();
        services.AddCounting<EntryThrottle>();
        services.AddScoped(container => (Doorway)container.GetRequiredService<SignInManager<Account>>());
        // A passkey belongs to a name: to the one under which the house is known, not to any by which it is called.
        services.AddOptions<IdentityPasskeyOptions>().Configure<IConfiguration>((passkeys, settings) =>
            passkeys.ServerDomain = Uri.TryCreate(settings[PublicAddress.Setting], UriKind.Absolute, out var address) ? address.Host : null);
        services.Configure<DataProtectionTokenProviderOptions>(tokens => tokens.TokenLifespan = TimeSpan.FromHours(24));
        return services;
    }

    private static void Bound(IdentityOptions identity)
    {
        identity.User.RequireUniqueEmail = true;
        identity.User.AllowedUserNameCharacters = "";
        identity.Password.RequiredLength = ShortestPassword;
        identity.Password.RequiredUniqueChars = 4;
        identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
        identity.Lockout.MaxFailedAccessAttempts = 8;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
        identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
    }

    private static void Name(CookieAuthenticationOptions cookie, string name, TimeSpan lasts)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.Cookie.IsEssential = true;
        cookie.ExpireTimeSpan = lasts;
        cookie.SlidingExpiration = true;
        // What the framework asks of its own pages and of its stamp, the gate and the record of sign-ins ask here.
        cookie.Events = new CookieAuthenticationEvents();
    }
}
