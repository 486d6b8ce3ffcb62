using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;

namespace Whalepaper.Tests.People;

/// <summary>A site with the archive of <see cref="Season"/> and one member of each standing and role.</summary>
internal sealed class Household : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    /// <summary>Every place on the ladder, with the role that goes with it.</summary>
    public static readonly IReadOnlyList<(string Place, Standing Standing, Role Role)> Places =
    [
        ("open", Standing.Open, Role.None), ("candidate", Standing.Candidate, Role.None), ("inner", Standing.Inner, Role.None),
        ("committee", Standing.Inner, Role.Committee), ("organizer", Standing.Inner, Role.Organizer), ("former", Standing.Former, Role.None),
    ];

    // Hashed once: it is slow on purpose.
    internal static readonly string PasswordHash = new PasswordHasher<Account>().HashPassword(null!, Password);

    private readonly Dictionary<string, int> _members = new(StringComparer.Ordinal);

    private Household(TestSite site) => Site = site;

    public TestSite Site { get; }

    /// <summary>The number of the member at a place.</summary>
    public int this[string place] => _members[place];

    /// <summary>What was planted when the house was moved into.</summary>
    public Season Season { get; private set; } = null!;

    public static async Task<Household> MoveInAsync(Engine engine, Action<WebApplicationBuilder>? alter = null, Func<DataSettings, DataSettings>? by = null)
    {
        var house = new Household(await TestSite.StartAsync(engine, alter, by));
        house.Season = await Season.PlantAsync(house.Site);
        foreach (var (place, standing, role) in Places)
            house._members[place] = await house.AddAsync(place, standing, role);
        return house;
    }

    public static string Email(string name) => $"{name}@people.example";

    /// <summary>Takes somebody in, and gives their number.</summary>
    public async Task<int> AddAsync(string name, Standing standing, Role role = Role.None)
    {
        await using var scope = Site.Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<NewMember>().MakeAsync(name, Email(name), PasswordHash, null, CancellationToken.None);
        account.Member.MoveTo(standing, Site.Clock.GetCurrentInstant());
        account.Member.Appoint(role);
        await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().SaveChangesAsync(CancellationToken.None);
        return account.MemberId;
    }

    public Session Visitor() => new(Site);

    public Task<Session> SignInAsync(string place) => Visitor().SignInAsync(this[place]);

    /// <summary>Makes a token of a member, and gives its key.</summary>
    public Task<string> TokenAsync(string place, TokenScope scope, int days = 0) => Site.WithAsync(db =>
        Members.Me.KeysEndpoints.MakeAsync(db, Site.Clock, this[place], this[place], $"{place} {scope}", scope, days, CancellationToken.None));

    public Task<Member> MemberAsync(string place) => Site.WithAsync(db => db.Members.AsNoTracking().Include(m => m.Follows).SingleAsync(m => m.Id == this[place]));

    /// <summary>Lets the member at a place have what the archive credits to a name, as the committee does.</summary>
    public async Task TakeOverAsync(string place, string handle)
    {
        await (await SignInAsync(place)).SendAsync("POST", $"/members/{handle}/claims");
        var claim = await Site.WithAsync(db => db.ProfileClaims.OrderByDescending(c => c.Id).Select(c => c.Id).FirstAsync());
        var answer = await (await SignInAsync("committee")).SendAsync("POST", $"/claims/{claim}/grant");
        if (answer.Location is not "/desk?done=granted")
            throw new InvalidOperationException($"The claim is not granted: {answer}");
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
