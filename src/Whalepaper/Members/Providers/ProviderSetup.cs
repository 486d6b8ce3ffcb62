using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Whalepaper.Ui;

namespace Whalepaper.Members.Providers;

/// <summary>Puts the provider into the container. Whether there is one is known once the settings are; until then nothing asks.</summary>
internal static class ProviderSetup
{
    // Only what is signed with a key of the provider's own: a secret that two know proves nothing to either.
    private static readonly string[] algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Adds the provider, its handler, and who asks at the start whether it is there.</summary>
    public static IServiceCollection AddProvider(this IServiceCollection services)
    {
        services.AddSingleton<IdentityProvider>();
        services.AddHostedService<ProviderWatch>();
        services.AddTransient<OpenIdConnectHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        services.AddOptions<OpenIdConnectOptions>(IdentityProvider.Scheme).Configure<IConfiguration, PublicAddress, TimeProvider>(SetUp);
        return services;
    }

    private static void SetUp(OpenIdConnectOptions options, IConfiguration settings, PublicAddress house, TimeProvider time)
    {
        if (ProviderSettings.Read(settings) is not { } provider)
            return;
        options.TimeProvider = time;
        options.Authority = provider.Authority.OriginalString;
        // Plain HTTP is set up for this machine alone.
        options.RequireHttpsMetadata = provider.Authority.Scheme is "https";
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // People come back by a link and not by another site's form: cookies that no foreign form can send are enough.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email"])
            options.Scope.Add(scope);
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        foreach (var claim in (string[])["email_verified", "preferred_username"])
            options.ClaimActions.MapUniqueJsonKey(claim, claim);
        options.SaveTokens = false;
        options.DisableTelemetry = true;
        options.CallbackPath = IdentityProvider.BackPath;
        options.SignInScheme = IdentityConstants.ExternalScheme;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.TokenValidationParameters.ValidAlgorithms = algorithms;
        var policy = settings[PublicAddress.Setting]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is true ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        Name(options.CorrelationCookie, "wp-way.", policy);
        Name(options.NonceCookie, "wp-nonce.", policy);
        options.Events = ProviderEvents.For(house);
    }

    private static void Name(CookieBuilder cookie, string name, CookieSecurePolicy policy)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = policy;
        cookie.IsEssential = true;
    }
}
