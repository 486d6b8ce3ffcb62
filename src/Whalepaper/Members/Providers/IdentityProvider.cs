using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Whalepaper.Ui;

namespace Whalepaper.Members.Providers;

/// <summary>
/// The provider, spoken to through the framework's handler. The framework would ask its handlers about every request before anything else is
/// known of it: which proxy to believe, in what language to speak, how to tell of a breakdown. Here the handler is asked at the doors that
/// concern it, behind the gate like every other.
/// </summary>
internal sealed partial class IdentityProvider(IConfiguration configuration, IOptionsMonitor<OpenIdConnectOptions> options, ILogger<IdentityProvider> logger)
{
    /// <summary>The name of the handler's options.</summary>
    public const string Scheme = "provider";

    /// <summary>Where the provider sends people back to.</summary>
    public const string BackPath = "/sign-in/provider/back";

    private const int LongestReason = 400;

    private static readonly AuthenticationScheme scheme = new(Scheme, displayName: null, typeof(OpenIdConnectHandler));

    private volatile bool _silent;

    /// <summary>How it is set up; null if none is.</summary>
    public ProviderSettings? Settings { get; } = ProviderSettings.Read(configuration);

    /// <summary>Whether it gave no answer, or none that can be used, when it was asked last.</summary>
    public bool IsSilent => _silent;

    /// <summary>Asks whether it answers. What it said is kept for hours, so this seldom asks over the line.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            // Others may wait for the same answer: who goes away does not take it from them.
            RequireSafe(await options.Get(Scheme).ConfigurationManager!.GetConfigurationAsync(CancellationToken.None).WaitAsync(cancellation));
            _silent = false;
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            var said = _silent;
            _silent = true;
            if (!said)
                Silent(Settings!.Name, Settings.Authority, Reason(failure));
        }

        return !_silent;
    }

    /// <summary>Begins: gives the browser what it must bring back, and the address to which it goes on.</summary>
    /// <returns>The address; null if the provider does not answer.</returns>
    public async Task<string?> BeginAsync(HttpContext http, ProviderErrand errand)
    {
        if (!await AnswersAsync(http.RequestAborted))
            return null;
        try
        {
            var handler = await HandlerAsync(http);
            await handler.ChallengeAsync(errand.Seal());
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            Refused(Settings!.Name, Reason(failure));
            return null;
        }

        // The handler redirects; how the browser goes on is settled by who asked.
        var address = http.Response.Headers.Location.ToString();
        http.Response.Headers.Remove("Location");
        http.Response.StatusCode = StatusCodes.Status200OK;
        return address;
    }

    /// <summary>Takes what the browser brings back, and asks the provider what it is worth.</summary>
    public async Task<ProviderAnswer> ReceiveAsync(HttpContext http)
    {
        var handler = await HandlerAsync(http);
        await handler.HandleRequestAsync();
        var answer = http.Features.Get<ProviderAnswer>() ?? new ProviderAnswer(null, null, ProviderFault.Failed);
        if (answer is { Who: null, Failure: { } failure } && answer.Fault is ProviderFault.Failed or ProviderFault.Silent)
            Refused(Settings!.Name, Reason(failure));
        return answer;
    }

    private static async Task<OpenIdConnectHandler> HandlerAsync(HttpContext http)
    {
        var handler = http.RequestServices.GetRequiredService<OpenIdConnectHandler>();
        await handler.InitializeAsync(scheme, http);
        return handler;
    }

    // A description that came by HTTPS may still name places where the secret would travel for all to read.
    private void RequireSafe(OpenIdConnectConfiguration described)
    {
        foreach (var place in (string[])[described.AuthorizationEndpoint, described.TokenEndpoint, string.IsNullOrEmpty(described.UserInfoEndpoint) ? described.TokenEndpoint : described.UserInfoEndpoint])
        {
            if (!Uri.TryCreate(place, UriKind.Absolute, out var address) || !(address.Scheme is "https" || (address is { Scheme: "http", IsLoopback: true } && Settings!.Authority.Scheme is "http")))
                throw new InvalidOperationException($"Its description names '{place}', to which nothing may be sent.");
        }
    }

    // What a provider or a browser says of itself may write to neither the lines of a log nor its colours.
    private static string Reason(Exception failure) => LogLine.Of(failure.GetBaseException().Message, LongestReason);

    [LoggerMessage(LogLevel.Warning, "{Provider} does not answer at {Authority}, so nobody can sign in by it: {Reason}")]
    private partial void Silent(string provider, Uri authority, string reason);

    [LoggerMessage(LogLevel.Warning, "A sign-in by {Provider} came to nothing: {Reason}")]
    private partial void Refused(string provider, string reason);
}
