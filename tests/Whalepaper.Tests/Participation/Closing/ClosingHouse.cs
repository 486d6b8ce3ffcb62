using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Me;
using Whalepaper.Participation.Closing;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>A house three weeks after a meeting of topic 5 at which one diligent member was: everybody else of the inner group was low.</summary>
internal sealed class ClosingHouse : IAsyncDisposable
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    private ClosingHouse(Household house) => House = house;

    public Household House { get; }

    public Instant Now => House.Site.Clock.GetCurrentInstant();

    public static async Task<ClosingHouse> OpenAsync(Engine engine, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? alter = null)
    {
        var closing = new ClosingHouse(await ReminderTests.HouseAsync(engine, alter));
        var house = closing.House;
        // They joined long before the topic ends.
        closing.People["diligent"] = await house.AddAsync("diligent", Standing.Inner);
        closing.People["second"] = await house.AddAsync("second", Standing.Inner, Role.Committee);
        foreach (var place in (string[])["inner", "committee", "organizer", "open"])
            closing.People[place] = house[place];
        house.Site.Clock.Advance(Duration.FromDays(21));
        await house.Site.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync(m => m.Id == house.Season.Tonight.Id);
            db.Add(Attendance.OnList(meeting, closing.People["diligent"], house["committee"], closing.Now));
            await db.SaveChangesAsync();
        });
        return closing;
    }

    /// <summary>Their numbers, by handle.</summary>
    public Dictionary<string, int> People { get; } = new(StringComparer.Ordinal);

    /// <summary>Gives a command as a program; gives the number of the answer.</summary>
    public async Task<int> DoAsync(string who, string method, string path, object? body = null)
    {
        if (!_keys.TryGetValue(who, out var key))
            _keys[who] = key = await House.Site.WithAsync(db => KeysEndpoints.MakeAsync(db, House.Site.Clock, People[who], People[who], "program", TokenScope.Manage, 0, CancellationToken.None));
        return (await House.Visitor().BearAsync(key, method, $"/api/v1/{path}", body is null ? null : JsonSerializer.Serialize(body))).Number;
    }

    public Task<int> StepAsync(string who, string method, string step) => DoAsync(who, method, $"topics/5/closing{step}");

    public Task<int> DecideAsync(string who, string whom, string decision, string? reason = "A reason.") => DoAsync(who, "PUT", $"topics/5/closing/{whom}/decision", new { decision, reason });

    public Task<TopicClosing?> ClosingAsync() => House.Site.WithAsync(db => db.TopicClosings.AsNoTracking().OrderByDescending(c => c.Id).FirstOrDefaultAsync());

    /// <summary>Freezes, tells, and waits until the days to object are over.</summary>
    public async Task TellAsync()
    {
        Assert.Equal(204, await StepAsync("committee", "POST", ""));
        Assert.Equal(204, await StepAsync("committee", "POST", "/telling"));
        House.Site.Clock.Advance(Duration.FromDays(8));
    }

    /// <summary>Keeps everybody about whom it is still to be decided.</summary>
    public Task KeepOthersAsync() => KeepOthersButAsync("");

    /// <summary>The same, but for one.</summary>
    public async Task KeepOthersButAsync(string but)
    {
        var running = (await ClosingAsync())!.Id;
        var left = await House.Site.WithAsync(db => db.ClosingCases.Where(c => c.ClosingId == running).Undecided().Where(c => c.Member.Handle != but).Select(c => c.Member.Handle).ToListAsync());
        foreach (var handle in left)
            Assert.Equal(204, await DecideAsync(handle is "committee" ? "organizer" : "committee", handle, "keep"));
    }

    /// <summary>Where somebody stands.</summary>
    public Task<string> PlaceAsync(string who) => House.Site.WithAsync(async db =>
    {
        var id = People[who];
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == id);
        return $"{member.Standing} {member.Role} {member.StandingSince}";
    });

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
