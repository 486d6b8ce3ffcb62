using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Charter;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Me;
using Whalepaper.Tests.Data;

namespace Whalepaper.Tests.People;

/// <summary>A form that is filled in well.</summary>
/// <param name="Session">The browser it is sent from.</param>
/// <param name="MemberId">Who sits before it; null for a visitor.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Fields">What stands in it.</param>
internal sealed record Filled(Session Session, int? MemberId, string Path, params (string Name, string Value)[] Fields)
{
    /// <summary>The file that goes with it, if one does: the field and the content.</summary>
    public (string Name, byte[] Content)? File { get; init; }
}

/// <summary>
/// A house in which every form can be filled in well: who sends it, and what it needs, is there or is made. Nobody's tries are counted together
/// with another's, because each comes from elsewhere.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Engine _engine;
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly List<TestSite> _empty = [];
    private readonly List<Device> _devices = [];
    private int _count;

    private Stage(Engine engine, LocalProvider provider, Household house) => (_engine, Provider, House) = (engine, provider, house);

    /// <summary>By which members may sign in too.</summary>
    public LocalProvider Provider { get; }

    public Household House { get; }

    public TestSite Site => House.Site;

    public static async Task<Stage> SetAsync(Engine engine, Action<WebApplicationBuilder>? alter = null)
    {
        var provider = await LocalProvider.StartAsync();
        var house = await Household.MoveInAsync(engine, builder =>
        {
            Trust(builder);
            provider.SetUp(builder.Configuration);
            alter?.Invoke(builder);
        });
        provider.Home = new Uri(house.Site.Address, "/sign-in/provider/back").AbsoluteUri;
        return new Stage(engine, provider, house);
    }

    /// <summary>Lets a test say where it comes from.</summary>
    public static void Trust(WebApplicationBuilder builder) => builder.Configuration["WHALEPAPER_PROXIES"] = "127.0.0.1, ::1";

    /// <summary>A number that was not given yet.</summary>
    public int Next() => Interlocked.Increment(ref _count);

    /// <summary>Somewhere that nobody came from yet.</summary>
    public string Elsewhere()
    {
        var number = Next();
        return $"203.{number / 250 / 250}.{number / 250 % 250}.{(number % 250) + 1}";
    }

    public Session Visitor(TestSite? site = null) => new Session(site ?? Site).Saying("X-Forwarded-For", Elsewhere());

    public Filled AsVisitor(string path, params (string Name, string Value)[] fields) => new(Visitor(), null, path, fields);

    /// <summary>As the member at a place, always from the same browser.</summary>
    public async Task<Filled> AsAsync(string place, string path, params (string Name, string Value)[] fields)
    {
        if (!_sessions.TryGetValue(place, out var session))
            _sessions[place] = session = await Visitor().SignInAsync(House[place]);
        return new Filled(session, House[place], path, fields);
    }

    /// <summary>Takes somebody in, who is signed in.</summary>
    public async Task<(Session Session, int Id, string Name)> ComeAsync(Standing standing = Standing.Open)
    {
        var name = $"comer{Next()}";
        var id = await House.AddAsync(name, standing);
        return (await Visitor().SignInAsync(id), id, name);
    }

    /// <summary>As somebody who is there for this alone.</summary>
    public async Task<Filled> AsComerAsync(string path, params (string Name, string Value)[] fields)
    {
        var (session, id, _) = await ComeAsync();
        return new Filled(session, id, path, fields);
    }

    /// <summary>A name of the archive that nobody claimed; gives its handle.</summary>
    public async Task<string> ArchiveAsync()
    {
        var name = $"archived{Next()}";
        await Site.WithAsync(async db =>
        {
            db.Add(new Member(name, name, Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        return name;
    }

    /// <summary>A claim that waits; gives its number and who made it.</summary>
    public async Task<(int Claim, Session By, int ById)> ClaimAsync()
    {
        var (session, id, _) = await ComeAsync();
        await session.SendAsync("POST", $"/members/{await ArchiveAsync()}/claims");
        return (await Site.WithAsync(db => db.ProfileClaims.MaxAsync(claim => claim.Id)), session, id);
    }

    /// <summary>The key of an invitation to the inner group.</summary>
    public Task<string> InvitationAsync() => Site.WithAsync(async db => (await new FirstStart(db, Site.Clock).InviteAsync(Standing.Inner, Role.None, CancellationToken.None)).Split('/')[^1]);

    /// <summary>The key of a letter to somebody who wants to join.</summary>
    public Task<string> LetterAsync() => Site.WithAsync(async db =>
    {
        var key = SecretKey.Make();
        var number = Next();
        db.Add(new Joining(SecretKey.Hash(key), $"joiner{number}", $"joiner{number}@people.example", Household.PasswordHash, Site.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
        return key;
    });

    /// <summary>The key of a link that signs somebody in.</summary>
    public async Task<string> LinkAsync()
    {
        var id = await House.AddAsync($"comer{Next()}", Standing.Open);
        return await Site.WithAsync(async db =>
        {
            var key = SecretKey.Make();
            db.Add(new SignInLink(SecretKey.Hash(key), await db.Accounts.Where(a => a.MemberId == id).Select(a => a.Id).SingleAsync(), Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
            return key;
        });
    }

    /// <summary>A house that has no organizer yet, with a group or without; gives the way to set it up.</summary>
    public async Task<(TestSite Site, string Path)> EmptyAsync(bool group)
    {
        var site = await TestSite.StartAsync(_engine, Trust);
        _empty.Add(site);
        return (site, (await site.WithAsync(async db =>
        {
            if (group)
                db.Add(new Group("A group", "Asia/Shanghai", "en", site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
            return await new FirstStart(db, site.Clock).PathAsync(CancellationToken.None);
        }))!);
    }

    /// <summary>Works on somebody's account as the framework does.</summary>
    public async Task<T> OnAccountAsync<T>(int memberId, Func<UserManager<Account>, Account, Task<T>> work)
    {
        await using var scope = Site.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await work(accounts, await accounts.Users.SingleAsync(account => account.MemberId == memberId));
    }

    /// <summary>Sets up the second factor of a member; gives its secret.</summary>
    public Task<string> SecureAsync(int memberId, bool on = true) => OnAccountAsync(memberId, async (accounts, account) =>
    {
        await accounts.ResetAuthenticatorKeyAsync(account);
        await accounts.SetTwoFactorEnabledAsync(account, on);
        return (await accounts.GetAuthenticatorKeyAsync(account))!;
    });

    /// <summary>Somebody with a second factor who gave their password and is asked for the code; gives the secret.</summary>
    public async Task<(Session Session, string Secret)> HalfwayAsync()
    {
        var (_, id, name) = await ComeAsync();
        var secret = await SecureAsync(id);
        var session = Visitor();
        var answer = await session.SendAsync("POST", "/sign-in", ("email", Household.Email(name)), ("password", Household.Password));
        return answer.Location?.StartsWith("/sign-in/code", StringComparison.Ordinal) is true ? (session, secret) : throw new InvalidOperationException($"No code is asked for: {answer}");
    }

    /// <summary>Somebody with a passkey, who is signed in.</summary>
    public async Task<(Session Session, int Id, Device Device)> WithPasskeyAsync()
    {
        var (session, id, _) = await ComeAsync();
        var device = new Device();
        _devices.Add(device);
        var answer = await session.SendAsync("POST", "/me/account/passkeys", ("credential", await OfferedAsync(session, device)), ("passkeyName", "my phone"));
        return answer.Location is "/me/account?done=passkey" ? (session, id, device) : throw new InvalidOperationException($"The passkey is not taken: {answer}");
    }

    /// <summary>What a device answers that makes a passkey for whoever is signed in here.</summary>
    public async Task<string> OfferedAsync(Session session, Device? device = null)
    {
        var made = device ?? new Device();
        if (device is null)
            _devices.Add(made);
        var offer = await session.Saying("Origin", OriginOf(session)).SendAsync("POST", "/me/account/passkeys/challenge");
        return made.Make(offer.Text, OriginOf(session));
    }

    /// <summary>What a device answers that signs its owner in.</summary>
    public async Task<string> AskedAsync(Session session, Device device)
    {
        var asked = await session.Saying("Origin", OriginOf(session)).SendAsync("POST", "/sign-in/passkey/challenge");
        return asked.Status is HttpStatusCode.OK ? device.Open(asked.Text, OriginOf(session)) : throw new InvalidOperationException($"No challenge is given: {asked}");
    }

    /// <summary>A token of a member for programs.</summary>
    public Task<string> TokenAsync(int memberId, TokenScope scope) => Site.WithAsync(db =>
        KeysEndpoints.MakeAsync(db, Site.Clock, memberId, memberId, $"token {Next()}", scope, 0, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        _devices.ForEach(device => device.Dispose());
        foreach (var site in _empty)
            await site.DisposeAsync();
        await House.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private static string OriginOf(Session session) => session.Site.Address.GetLeftPart(UriPartial.Authority);
}
