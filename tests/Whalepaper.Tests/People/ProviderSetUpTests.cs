using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Whalepaper.Members.Providers;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>How a provider is set up, and what is said when it is not, by half, or in vain.</summary>
public sealed class ProviderSetUpTests
{
    private static readonly (string Part, string Value)[] sound =
        [("NAME", "Harbour"), ("AUTHORITY", "https://login.harbour.example/realms/one"), ("CLIENTID", "whalepaper"), ("CLIENTSECRET", "hush")];

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_no_door()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (visitor, member) = (house.Visitor(), await house.SignInAsync("inner"));

        Assert.DoesNotContain("provider", (await visitor.GetAsync("/sign-in")).Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("notice", (await visitor.GetAsync("/sign-in?provider=failed")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/me/account/provider", (await member.GetAsync("/me/account")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.SendAsync("POST", "/sign-in/provider")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/sign-in/provider/back?code=1&state=2")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.SendAsync("POST", "/me/account/provider")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.SendAsync("DELETE", "/me/account/provider")).Status);
    }

    [Fact]
    public void It_is_read_from_variables_and_from_the_section_and_variables_go_first()
    {
        var section = sound.ToDictionary(one => $"Provider:{one.Part}", one => (string?)one.Value);
        var variables = sound.ToDictionary(one => $"WHALEPAPER_PROVIDER:{one.Part}", one => (string?)one.Value);

        Assert.Equal("Harbour", Read(section)!.Name);
        Assert.Equal("hush", Read(variables)!.ClientSecret);
        Assert.Equal("Lighthouse", Read(section.Append(new("WHALEPAPER_PROVIDER:NAME", "Lighthouse")))!.Name);
        Assert.Null(Read([]));
        Assert.Null(Read([new("Provider:Name", " ")]));
        Assert.DoesNotContain("hush", Read(variables)!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NAME")]
    [InlineData("AUTHORITY")]
    [InlineData("CLIENTID")]
    [InlineData("CLIENTSECRET")]
    public void By_half_it_is_refused_with_what_is_missing_and_without_the_secret(string left)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Read(sound.Where(one => one.Part != left).Select(one => KeyValuePair.Create($"Provider:{one.Part}", (string?)one.Value))));

        Assert.Contains($"WHALEPAPER_PROVIDER__{left} is missing", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTHORITY", "http://login.harbour.example")]
    [InlineData("AUTHORITY", "login.harbour.example")]
    [InlineData("AUTHORITY", "ftp://login.harbour.example")]
    [InlineData("AUTHORITY", "https://me:secret@login.harbour.example")]
    [InlineData("AUTHORITY", "https://login.harbour.example/?realm=one")]
    [InlineData("NAME", "A name that is by far too long for a button on a phone")]
    public void What_cannot_be_trusted_or_shown_is_refused(string part, string value)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Read(sound.Select(one => KeyValuePair.Create($"Provider:{one.Part}", (string?)(one.Part == part ? value : one.Value)))));
        Assert.Contains($"WHALEPAPER_PROVIDER__{part} is ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080/realms/one")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080")]
    public void On_this_machine_plain_http_will_do(string authority) =>
        Assert.NotNull(Read(sound.Select(one => KeyValuePair.Create($"Provider:{one.Part}", (string?)(one.Part == "AUTHORITY" ? authority : one.Value)))));

    [Fact]
    public async Task By_half_the_site_does_not_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration["Provider:Name"] = "Harbour"));
        Assert.Contains("set up by half", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_in_the_log_and_on_the_page_and_the_rest_goes_on()
    {
        using var log = new HeardWarnings();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere);
            builder.Logging.AddProvider(log);
        });
        Assert.Contains("Harbour does not answer at http://127.0.0.1:9/", await log.FirstAsync(), StringComparison.Ordinal);

        var visitor = house.Visitor();
        var page = (await visitor.GetAsync("/sign-in")).Text;
        Assert.Contains("Continue with Harbour", page, StringComparison.Ordinal);
        Assert.Contains("Harbour cannot be reached just now", page, StringComparison.Ordinal);
        var answer = await visitor.SendAsync("POST", "/sign-in/provider", ("return", "/members"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Harbour cannot be reached just now", answer.Text, StringComparison.Ordinal);
        Assert.Equal("/members", (await visitor.SendAsync("POST", "/sign-in", ("email", Household.Email("open")), ("password", Household.Password), ("return", "/members"))).Location);
    }

    [Theory]
    [InlineData("https://whale.example", "https://whale.example/sign-in/provider/back", true)]
    [InlineData(null, null, false)]
    public async Task People_are_sent_back_to_the_known_address_whatever_host_is_named(string? address, string? back, bool isSecure)
    {
        await using var provider = await LocalProvider.StartAsync();
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder =>
        {
            provider.SetUp(builder.Configuration);
            builder.Configuration["WHALEPAPER_ADDRESS"] = address;
        });
        var visitor = new Session(site).Saying("Host", "evil.example");

        var begun = await visitor.SendAsync("POST", "/sign-in/provider");

        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(LocalProvider.AddressIn(begun.Text)).Query);
        Assert.Equal(back ?? new Uri(site.Address, "/sign-in/provider/back").AbsoluteUri, asked["redirect_uri"].ToString());
        Assert.Equal(("code", "S256", "openid profile email"), (asked["response_type"].ToString(), asked["code_challenge_method"].ToString(), asked["scope"].ToString()));
        var cookies = visitor.Given.Where(cookie => cookie.StartsWith("wp-way.", StringComparison.Ordinal) || cookie.StartsWith("wp-nonce.", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, cookie =>
        {
            Assert.Contains("; path=/sign-in/provider/back", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public async Task A_provider_that_describes_places_beyond_this_machine_in_plain_http_is_sent_nothing()
    {
        await using var provider = await LocalProvider.StartAsync();
        provider.TokenPlace = "http://login.harbour.example/token";
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => provider.SetUp(builder.Configuration));

        var begun = await new Session(site).SendAsync("POST", "/sign-in/provider");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, begun.Status);
        Assert.Equal("", LocalProvider.AddressIn(begun.Text));
    }

    private static ProviderSettings? Read(IEnumerable<KeyValuePair<string, string?>> settings) =>
        ProviderSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

    /// <summary>Hears the first warning of the provider.</summary>
    private sealed class HeardWarnings : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstAsync() => _first.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && formatter(state, exception) is var said && said.Contains(LocalProvider.Name, StringComparison.Ordinal))
                _first.TrySetResult(said);
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
