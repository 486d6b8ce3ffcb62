using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Whom the committee may ask to apply: who of the open group takes part, told from the ledger.</summary>
public sealed class ProspectTests
{
    [Theory, BothEngines]
    public async Task Those_who_take_part_most_stand_first_and_who_cannot_apply_does_not(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var now = house.Site.Clock.GetCurrentInstant();
        var names = new[] { "often", "seldom", "lately", "long-ago", "applying", "declined", "never", "gone" };
        var people = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
            people[name] = await house.AddAsync(name, Standing.Open);
        await AttendAsync(house, now - Duration.FromDays(10), people["often"], people["seldom"], people["applying"], people["declined"], people["gone"], house["inner"]);
        await AttendAsync(house, now - Duration.FromDays(20), people["often"], people["seldom"]);
        await AttendAsync(house, now - Duration.FromDays(119), people["often"], people["lately"]);
        await AttendAsync(house, now - Duration.FromDays(121), people["long-ago"]);
        await house.ApplyAsync(people["applying"]);
        var refused = await house.ApplyAsync(people["declined"]);
        await house.Site.WithAsync(async db =>
        {
            (await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == refused)).Decline("Not yet.", now + Duration.FromDays(30), null, now);
            (await db.Members.Include(m => m.Follows).SingleAsync(m => m.Id == people["gone"])).Leave("Former member", "former-x", now);
            await db.SaveChangesAsync();
        });

        Assert.Equal([("often", 3), ("seldom", 2), ("lately", 1)], (await ProspectsAsync(house)).Select(one => (one.Handle, one.Meetings)));
        var committee = await house.SignInAsync("committee");
        using var page = new HtmlParser().ParseDocument((await committee.GetAsync("/applications/prospects")).Text);
        Assert.Equal(["often", "seldom", "lately"], page.QuerySelectorAll("input[type=hidden][name=member]").Select(field => field.GetAttribute("value")));
        await committee.SendAsync("POST", "/applications/invitations", ("member", "seldom"));
        Assert.Equal(["often", "lately"], (await ProspectsAsync(house)).Select(one => one.Handle));
    }

    [Theory, BothEngines]
    public async Task Of_a_thousand_fifty_are_shown_and_no_more_is_asked_than_of_ten(Engine engine)
    {
        using var count = new CommandCount();
        await using var house = await ReminderTests.HouseAsync(engine, builder => builder.Logging.AddProvider(count).AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        var now = house.Site.Clock.GetCurrentInstant();
        await AttendAsync(house, now - Duration.FromDays(5), await CrowdAsync(house, 10));
        var ofTen = await CommandsAsync(house, count, 10);

        await AttendAsync(house, now - Duration.FromDays(6), await CrowdAsync(house, 1000));
        Assert.Equal(ofTen, await CommandsAsync(house, count, 50));
        Assert.InRange(ofTen, 1, 3);
    }

    // The least of a few: the house may have something of its own to do meanwhile.
    private static async Task<int> CommandsAsync(Household house, CommandCount count, int found)
    {
        var least = int.MaxValue;
        for (var n = 0; n < 5; n++)
        {
            count.Reset();
            Assert.Equal(found, (await ProspectsAsync(house)).Count);
            least = Math.Min(least, count.Count);
        }

        return least;
    }

    private static Task<IReadOnlyList<Prospect>> ProspectsAsync(Household house) => house.Site.WithAsync(db => db.ProspectsAsync(house.Site.Clock.GetCurrentInstant(), CancellationToken.None));

    private static Task<int[]> CrowdAsync(Household house, int many) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        var crowd = Enumerable.Range(0, many).Select(n => new Member($"Listener {many} {n}", $"listener-{many}-{n}", now)).ToList();
        crowd.ForEach(member => member.Join(now));
        db.AddRange(crowd);
        await db.SaveChangesAsync();
        return crowd.ConvertAll(member => member.Id).ToArray();
    });

    // A meeting at which these were; the ledger follows by itself.
    private static Task AttendAsync(Household house, Instant at, params int[] members) => house.Site.WithAsync(async db =>
    {
        var list = await db.TopicTracks.SingleAsync(l => l.Track.Code == "nlp" && l.Topic.Number == 5);
        var meeting = new Meeting(list.TopicId, list.TrackId, at.InUtc().Date, at, 60, house.Site.Clock.GetCurrentInstant());
        db.Add(meeting);
        await db.SaveChangesAsync();
        db.AddRange(members.Select(member => Attendance.OnList(meeting, member, house["committee"], at)));
        await db.SaveChangesAsync();
    });
}
