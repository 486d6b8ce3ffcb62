using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Meetings;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Topics;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>Who is moved loses what they cannot hold where they move to, and gets it back when that is undone.</summary>
public sealed class HeldClaimsTests
{
    [Theory, BothEngines]
    public async Task What_was_held_is_taken_and_given_back_exactly(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        await HoldAsync(house);
        var before = await HeldAsync(house);
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "former"));
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "former"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));

        var taken = await HeldAsync(house);
        // The talk alone is called off, its paper and seat are free; the other goes on without them; places are gone.
        Assert.Contains("talk Alone Cancelled  ", taken);
        Assert.Contains(taken, line => line.StartsWith("talk Together Claimed", StringComparison.Ordinal) && line.EndsWith("diligent", StringComparison.Ordinal));
        Assert.DoesNotContain(taken, line => line.StartsWith("waits", StringComparison.Ordinal) || line.StartsWith("stands", StringComparison.Ordinal) || line.StartsWith("sits second", StringComparison.Ordinal));

        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        Assert.Equal(before, await HeldAsync(house));
    }

    [Theory, BothEngines]
    public async Task What_somebody_else_has_by_then_stays_theirs(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        await HoldAsync(house);
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        await house.House.Site.WithAsync(async db =>
        {
            var entry = await db.Entries.Include(e => e.Paper).SingleAsync(e => e.Paper.Title == "Alone");
            var diligent = house.People["diligent"];
            db.Add(new Talk(entry, [await db.Members.SingleAsync(m => m.Id == diligent)], house.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        var held = await HeldAsync(house);
        Assert.Contains("talk Alone Cancelled  ", held);
        Assert.Contains(held, line => line.StartsWith("talk Alone Claimed", StringComparison.Ordinal) && line.EndsWith("diligent", StringComparison.Ordinal));
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_stays_moved_shares_no_more_and_who_waits_for_their_paper_moves_up(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        await HoldAsync(house);
        await house.House.Site.WithAsync(async db =>
        {
            var alone = await db.Entries.Include(e => e.List.Topic).Include(e => e.List.Track).SingleAsync(e => e.Paper.Title == "Alone");
            int[] ids = [house.People["inner"], house.People["second"], house.People["organizer"]];
            var people = await db.Members.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id);
            var both = new ReadingListEntry(alone.List, new Paper("Both", null, PaperKind.Paper, house.Now), 9, house.Now);
            db.AddRange(both, new WaitingPlace(alone.Id, people[house.People["organizer"]], house.Now));
            await db.SaveChangesAsync();
            db.Add(new Talk(both, [people[house.People["inner"]], people[house.People["second"]]], house.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "former"));
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "former"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Contains("talk Both Cancelled  ", await HeldAsync(house));
        // Moved by hand, there and back: where they stand now is a later word than the closing's.
        house.House.Site.Clock.Advance(Duration.FromHours(1));
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/inner/standing", new { standing = "open", reason = "For now." }));
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/inner/standing", new { standing = "former", reason = "After all." }));

        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        var held = await HeldAsync(house);
        Assert.Contains(held, line => line.StartsWith("talk Both Claimed", StringComparison.Ordinal) && line.EndsWith(" second", StringComparison.Ordinal));
        Assert.Contains("talk Alone Cancelled  ", held);
        Assert.Contains(held, line => line.StartsWith("talk Alone Claimed", StringComparison.Ordinal) && line.EndsWith(" organizer", StringComparison.Ordinal));
        Assert.DoesNotContain(held, line => line.StartsWith("waits organizer", StringComparison.Ordinal));
        Assert.StartsWith("Former", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    // In the next topic: a talk alone with a yes to its date, one together, a paper that is waited for, a meeting to stand by at, a panel to sit on.
    private static Task HoldAsync(ClosingHouse house) => house.House.Site.WithAsync(async db =>
    {
        var now = house.Now;
        var track = await db.Tracks.SingleAsync(t => t.Code == "nlp");
        var topic = new Topic(6);
        topic.Open(now);
        var list = topic.Include(track);
        db.Add(topic);
        await db.SaveChangesAsync();
        var day = now.InUtc().Date.PlusDays(40);
        var meeting = new Meeting(topic.Id, track.Id, day, day.At(new LocalTime(4, 0)).InUtc().ToInstant(), 90, now);
        var other = new Meeting(topic.Id, track.Id, day.PlusDays(8), day.PlusDays(8).At(new LocalTime(4, 0)).InUtc().ToInstant(), 90, now);
        db.AddRange(meeting, other);
        await db.SaveChangesAsync();
        int[] ids = [house.People["inner"], house.People["second"], house.People["diligent"]];
        var people = await db.Members.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Handle);
        var entries = new List<ReadingListEntry>();
        foreach (var title in (string[])["Alone", "Together", "Waited for"])
            entries.Add(new ReadingListEntry(list, new Paper(title, null, PaperKind.Paper, now), entries.Count, now));
        db.AddRange(entries);
        await db.SaveChangesAsync();
        var alone = new Talk(entries[0], [people["inner"]], now);
        var together = new Talk(entries[1], [people["diligent"], people["second"]], now);
        db.AddRange(alone, together, new Talk(entries[2], [people["diligent"]], now));
        await db.SaveChangesAsync();
        alone.ScheduleAt(meeting, 0, now);
        alone.Confirm(people["inner"], now);
        db.AddRange(new WaitingPlace(entries[2].Id, people["inner"], now), new Standby(other.Id, people["second"], now));
        await db.SaveChangesAsync();
        var application = await house.House.ApplyAsync(house.People["open"]);
        db.Add(new PanelSeat(application, people["second"].Id, now));
        await db.SaveChangesAsync();
    });

    private static Task<List<string>> HeldAsync(ClosingHouse house) => house.House.Site.WithAsync(async db =>
    {
        var talks = await db.Talks.Include(t => t.Papers).ThenInclude(p => p.Paper).Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Confirmation).AsSplitQuery()
            .Where(t => db.Topics.Any(topic => topic.Id == t.TopicId && topic.Number == 6)).OrderBy(t => t.Id).ToListAsync();
        return (List<string>)
        [
            .. talks.Select(t => $"talk {t.Papers[0].Paper.Title} {t.State} {t.MeetingId} {t.Seat}" + (t.State is TalkState.Cancelled ? "" : $" {t.Papers[0].ReleasedAt is null} {t.Confirmation?.MemberId} {string.Join(',', t.Presenters.OrderBy(p => p.Position).Select(p => p.Member.Handle))}")),
            .. (await db.WaitingPlaces.Include(w => w.Member).ToListAsync()).Select(w => $"waits {w.Member.Handle} {w.EntryId} {w.At}"),
            .. (await db.Standbys.Include(s => s.Member).ToListAsync()).Select(s => $"stands {s.Member.Handle} {s.MeetingId} {s.At}"),
            .. (await db.PanelSeats.Join(db.Members, s => s.MemberId, m => m.Id, (s, m) => new { s.At, m.Handle }).ToListAsync()).Select(s => $"sits {s.Handle} {s.At}"),
        ];
    });
}
